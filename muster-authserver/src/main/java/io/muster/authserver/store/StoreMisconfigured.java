package io.muster.authserver.store;

/**
 * The store cannot be used as it is configured: wrong password, untrusted certificate, damaged file, another key. Trying
 * again does not help; the message says what does.
 */
public final class StoreMisconfigured extends RuntimeException {
    public StoreMisconfigured(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreMisconfigured(String message) {
        super(message);
    }
}
