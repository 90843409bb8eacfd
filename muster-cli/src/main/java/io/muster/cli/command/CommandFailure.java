package io.muster.cli.command;

/** A command cannot do what it was asked for; the message is one clear sentence for the person at the terminal. */
public final class CommandFailure extends RuntimeException {
    private final int exitCode;

    public CommandFailure(String message) {
        this(message, ExitCode.ERROR);
    }

    public CommandFailure(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
        this.exitCode = ExitCode.ERROR;
    }

    public int exitCode() {
        return exitCode;
    }
}
