package io.muster.cli.command;

/** A command cannot do what it was asked for; the message is one clear sentence for the person at the terminal. */
public final class CommandFailure extends RuntimeException {
    public CommandFailure(String message) {
        super(message);
    }

    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
