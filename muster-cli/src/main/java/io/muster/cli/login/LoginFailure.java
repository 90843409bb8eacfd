package io.muster.cli.login;

/** A login did not succeed; the message says why, for the person who tried. */
public final class LoginFailure extends RuntimeException {
    public LoginFailure(String message) {
        super(message);
    }

    public LoginFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** Why, in one sentence. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
