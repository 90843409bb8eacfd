package io.muster.cli.command;

import io.muster.cli.argument.Given;
import java.util.List;
import java.util.concurrent.Callable;

/** A command that takes the arguments of a tool as flags, beside its own. */
interface OpenCommand extends Callable<Integer> {
    /** How many words without a flag it takes itself. */
    int positions();

    /** Whether it reads a file. */
    default boolean readsFile() {
        return false;
    }

    /** What was given for the tool; called before {@link #call()}. */
    void accept(List<Given> given);
}
