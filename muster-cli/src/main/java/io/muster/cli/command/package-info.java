/** The commands of the program: flags, texts and exit codes. {@link io.muster.cli.command.Commands} runs one. */
@NullMarked
package io.muster.cli.command;

import org.jspecify.annotations.NullMarked;
