/**
 * Child processes that talk in lines: started without a shell, read and written without one blocking the other, and
 * ended together with everything they started.
 */
@NullMarked
package io.muster.mcp.client.process;

import org.jspecify.annotations.NullMarked;
