package io.muster.authserver.authorize;

/** When people are asked whether a client may act for them. */
public enum ConsentMode {
    /** Never. */
    OFF,
    /** For clients that nobody vouches for. */
    UNTRUSTED,
    /** For all clients. */
    ALWAYS;

    boolean concerns(boolean trusted) {
        return switch (this) {
            case OFF -> false;
            case UNTRUSTED -> !trusted;
            case ALWAYS -> true;
        };
    }
}
