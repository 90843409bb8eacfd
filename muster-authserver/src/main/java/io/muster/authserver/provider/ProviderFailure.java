package io.muster.authserver.provider;

/** The identity provider did not do what it was asked for. The kind says what may be concluded. */
public final class ProviderFailure extends RuntimeException {
    /** Why. */
    public enum Kind {
        /** It said no itself: the code, token or credential is not valid (HTTP 400, 401, 403). */
        REFUSED,
        /** It did not answer, or answered 429 or 5xx. Proves nothing about the token. */
        UNAVAILABLE,
        /** It answered something that must not be believed. */
        INVALID
    }

    private final Kind kind;
    private final String reason;

    /**
     * @param reason short, for logs and audit: {@code nonce_mismatch}, {@code issuer_mismatch}, …; never a text of the
     *     provider
     */
    public ProviderFailure(Kind kind, String reason, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.reason = reason;
    }

    public ProviderFailure(Kind kind, String reason, String message) {
        super(message);
        this.kind = kind;
        this.reason = reason;
    }

    public Kind kind() {
        return kind;
    }

    public String reason() {
        return reason;
    }
}
