package io.muster.oauth;

/** Identifies a login session, the key of all per-user state. */
public record SessionId(String value) {
    public SessionId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a session id must not be blank");
        }
    }

    /** Shortened for logs. */
    @Override
    public String toString() {
        return Identifiers.shortened(value);
    }
}
