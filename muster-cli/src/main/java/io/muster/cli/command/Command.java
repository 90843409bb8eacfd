package io.muster.cli.command;

import io.muster.cli.syntax.Syntax;

/** A command of the program. */
interface Command {
    /** What the words after its name mean, and what they make it do. */
    Syntax syntax();
}
