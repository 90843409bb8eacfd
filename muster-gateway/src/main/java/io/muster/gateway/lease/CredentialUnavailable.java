package io.muster.gateway.lease;

/** There is no token that may be sent now, so the request is not sent. */
public final class CredentialUnavailable extends RuntimeException {
    private final FailureClass reason;

    public CredentialUnavailable(FailureClass reason) {
        super("no usable credential: " + reason.text());
        this.reason = reason;
    }

    public FailureClass reason() {
        return reason;
    }
}
