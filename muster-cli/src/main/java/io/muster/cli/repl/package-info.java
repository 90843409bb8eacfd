/**
 * The interactive session of {@code muster agent --repl}: {@link io.muster.cli.repl.Repl} reads commands from a
 * {@link io.muster.cli.repl.Screen} and carries them out at a running Muster. Knows no terminal; that is the business of
 * {@code repl.terminal}.
 */
@NullMarked
package io.muster.cli.repl;

import org.jspecify.annotations.NullMarked;
