package io.muster.cli.setup;

/** A file of the set-up cannot be read or written; the message is one sentence without anything that the file says. */
public final class SetupFailure extends RuntimeException {
    public SetupFailure(String message, Throwable cause) {
        super(message, cause);
    }

    public SetupFailure(String message) {
        super(message);
    }
}
