package io.muster.cli.context;

/** A context is unknown, exists already or is named badly, or the file cannot be used; the message is one sentence. */
public final class ContextFailure extends RuntimeException {
    public ContextFailure(String message) {
        super(message);
    }

    public ContextFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
