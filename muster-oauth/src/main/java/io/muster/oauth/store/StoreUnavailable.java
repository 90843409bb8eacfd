package io.muster.oauth.store;

/** The store gave no answer. Never to be read as "not found": an outage must not log people out. Answered with 503. */
public final class StoreUnavailable extends RuntimeException {
    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreUnavailable(String message) {
        super(message);
    }
}
