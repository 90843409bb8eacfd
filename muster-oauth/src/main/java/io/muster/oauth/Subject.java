package io.muster.oauth;

/** Identifies a user: the {@code sub} claim (RFC 7519 section 4.1.2). */
public record Subject(String value) {
    public Subject {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a subject must not be blank");
        }
    }

    /** Shortened for logs. */
    @Override
    public String toString() {
        return Identifiers.shortened(value);
    }
}
