package io.muster.cli.repl;

/** A command of the session cannot do what it was asked for; the message is one clear sentence. */
final class SessionFailure extends RuntimeException {
    SessionFailure(String message) {
        super(message);
    }

    SessionFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
