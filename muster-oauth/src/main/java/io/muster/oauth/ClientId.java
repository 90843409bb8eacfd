package io.muster.oauth;

/** Identifies an OAuth client (RFC 6749 section 2.2); for a client metadata document, its URL. */
public record ClientId(String value) {
    public ClientId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a client id must not be blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
