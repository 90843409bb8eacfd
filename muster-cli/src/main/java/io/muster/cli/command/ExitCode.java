package io.muster.cli.command;

/** What the program tells the shell. */
public final class ExitCode {
    public static final int SUCCESS = 0;
    public static final int ERROR = 1;

    private ExitCode() {}
}
