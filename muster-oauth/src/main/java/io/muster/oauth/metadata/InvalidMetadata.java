package io.muster.oauth.metadata;

/** A document must not be believed. The message completes "the document is not usable: ". */
public final class InvalidMetadata extends RuntimeException {
    public InvalidMetadata(String message) {
        super(message);
    }

    /** Why, for people. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
