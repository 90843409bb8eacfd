/** The tools that show and change definitions: {@link io.muster.control.tool.McpServerTools}. */
@NullMarked
package io.muster.control.tool;

import org.jspecify.annotations.NullMarked;
