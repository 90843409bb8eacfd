package io.muster.cli.repl;

/** What a person answers to a prompt. */
public sealed interface Input {
    /** A line, without its end. */
    record Line(String text) implements Input {}

    /**
     * Ctrl-C.
     *
     * @param empty whether nothing had been typed
     */
    record Interrupted(boolean empty) implements Input {}

    /** Ctrl-D, or the end of a file. */
    record End() implements Input {}
}
