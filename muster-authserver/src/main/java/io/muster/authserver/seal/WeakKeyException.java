package io.muster.authserver.seal;

/** An encryption key that must not be used; the message says why and never shows it. */
public final class WeakKeyException extends RuntimeException {
    WeakKeyException(String message) {
        super(message);
    }
}
