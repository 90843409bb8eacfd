package io.muster.wire.outbound;

/** A request got no answer. The kind says what callers may conclude. */
public final class OutboundException extends RuntimeException {
    /** Why there is no answer. */
    public enum Kind {
        /** The name does not resolve. */
        UNKNOWN_HOST(false),
        /** No connection: refused, unreachable, timed out while connecting. Nothing was sent. */
        CONNECT(false),
        /** TLS handshake or certificate. Nothing was sent. */
        TLS(false),
        /** The connection broke after the request was sent. */
        BROKEN(true),
        /** The deadline passed while waiting for the answer. */
        TIMEOUT(true),
        /** The body exceeds the policy's limit. */
        TOO_LARGE(true),
        /** The policy forbids scheme, address or redirect. Nothing was sent there. */
        FORBIDDEN(false);

        private final boolean mayHaveRun;

        Kind(boolean mayHaveRun) {
            this.mayHaveRun = mayHaveRun;
        }

        /** Whether the peer may have acted on the request. */
        public boolean mayHaveRun() {
            return mayHaveRun;
        }
    }

    private final Kind kind;

    public OutboundException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public OutboundException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
