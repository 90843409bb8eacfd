package io.muster.authserver.protocol;

/** Ends the processing of a request with an error. Thrown by guards, rendered in one place by each endpoint. */
public final class OAuthRejection extends RuntimeException {
    private final OAuthError error;

    public OAuthRejection(OAuthError error) {
        super(error.code() + ": " + error.description(), null, false, false);
        this.error = error;
    }

    public OAuthError error() {
        return error;
    }
}
