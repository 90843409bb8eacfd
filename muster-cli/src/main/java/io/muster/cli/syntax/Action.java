package io.muster.cli.syntax;

/** What a command does. */
@FunctionalInterface
public interface Action {
    /** Answers the exit code of the process. */
    int run() throws InterruptedException;
}
