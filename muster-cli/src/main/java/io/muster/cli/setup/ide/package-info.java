/** The programs that use MCP servers: where they keep their settings and how an entry looks there, {@link io.muster.cli.setup.ide.Ide}. */
@NullMarked
package io.muster.cli.setup.ide;

import org.jspecify.annotations.NullMarked;
