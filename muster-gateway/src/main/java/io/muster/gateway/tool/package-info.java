/** How tools of our own join the catalogue: {@link io.muster.gateway.tool.ToolProvider}. */
@NullMarked
package io.muster.gateway.tool;

import org.jspecify.annotations.NullMarked;
