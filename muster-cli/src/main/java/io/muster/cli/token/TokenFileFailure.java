package io.muster.cli.token;

/** Token files cannot be read or written; the message names the file and is for the person at the terminal. */
public final class TokenFileFailure extends RuntimeException {
    public TokenFileFailure(String message) {
        super(message);
    }

    public TokenFileFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
