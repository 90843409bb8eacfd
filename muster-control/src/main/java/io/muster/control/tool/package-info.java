/**
 * The tools by which clients look at and steer what the control plane manages: definitions, services, events. Each
 * class is a {@link io.muster.gateway.tool.ToolProvider}.
 */
@NullMarked
package io.muster.control.tool;

import org.jspecify.annotations.NullMarked;
