package io.muster.gateway.lease;

/** Where the token of a lease comes from. */
public enum LeaseKind {
    /** The token that proves the caller is passed on as it is. */
    FORWARD,
    /** It is exchanged for one of the backend's identity provider (RFC 8693). */
    EXCHANGE,
    /** The user signed in at the backend's own authorization server. */
    SIGN_IN;

    /** Whether the lease lives by the subject credential of its session. */
    public boolean usesSubject() {
        return this != SIGN_IN;
    }
}
