package io.muster.authserver.store;

/** What was to be stored exceeds {@link StoreLimits}: bad input of whoever caused it, never an outage. */
public final class ValueTooLarge extends RuntimeException {
    public ValueTooLarge(String what) {
        super(what + " is too large to be stored");
    }
}
