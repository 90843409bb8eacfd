package io.muster.cli.repl;

import io.muster.cli.format.Style;
import io.muster.cli.format.Tone;
import java.util.List;

/**
 * Where a session takes place: a terminal, or a pair of pipes. Only one thread reads; any thread prints, and what it
 * prints never tears the line that is being typed. Texts must be fit for a terminal already.
 */
public interface Screen extends AutoCloseable {
    /** The next command. */
    Input read(Prompt prompt);

    /** The answer to a question; it is not remembered. Interrupting the thread withdraws the question. */
    Input ask(String question, List<String> choices);

    /** Prints a result: whole lines. */
    void print(String text);

    /** Prints a line for people only, beside the results. */
    void note(Tone tone, String text);

    /** How results look at this moment; terminals change their width. */
    Style style();

    /** Whether a person is there to be asked. */
    boolean isInteractive();

    /** What is to be done on Ctrl-C while nobody reads. */
    void onInterrupt(Runnable task);

    /** What helps whoever types; none at a pipe. */
    void assist(Assistant assistant);

    /** Leaves the terminal as it was. Idempotent. */
    @Override
    void close();
}
