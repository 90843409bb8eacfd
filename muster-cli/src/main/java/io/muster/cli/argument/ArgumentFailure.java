package io.muster.cli.argument;

/** An argument is unknown, or no value of its type; the message is one clear sentence for the person who wrote it. */
public final class ArgumentFailure extends RuntimeException {
    public ArgumentFailure(String message) {
        super(message);
    }
}
