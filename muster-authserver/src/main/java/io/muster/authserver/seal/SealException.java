package io.muster.authserver.seal;

/** A value does not open. */
public final class SealException extends RuntimeException {
    /** What is wrong. */
    public enum Reason {
        /** The key is not among those given: operators have to list it. */
        UNKNOWN_KEY,
        /** The value was not sealed, although it should be, or was, although it should not be. */
        OTHER_FORM,
        /** The value was changed, or moved from another name. */
        TAMPERED
    }

    private final Reason reason;

    SealException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
