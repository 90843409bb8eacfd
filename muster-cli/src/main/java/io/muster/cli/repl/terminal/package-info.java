/**
 * The session of {@code muster agent --repl} at a terminal, on JLine, which is used nowhere else:
 * {@link io.muster.cli.repl.terminal.TerminalScreen}.
 */
@NullMarked
package io.muster.cli.repl.terminal;

import org.jspecify.annotations.NullMarked;
