package io.muster.oauth.store;

/** What was to be stored exceeds the limits of the store: bad input of whoever caused it, never an outage. */
public final class ValueTooLarge extends RuntimeException {
    public ValueTooLarge(String what) {
        super(what + " is too large to be stored");
    }
}
