package io.muster.cli.client;

import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import java.util.List;

/** There is no conversation with the server; the message is for the person at the terminal. */
public final class ConnectionFailure extends RuntimeException {
    /** Why there is none. */
    public enum Kind {
        /** Nobody knows where the server is: a bad URL, an unknown transport, an unreadable configuration. */
        NO_ENDPOINT,
        /** Nobody listens there. */
        UNREACHABLE,
        /** Somebody listens, but does not answer as a server of this kind does. */
        NOT_RESPONDING,
        /** The server wants to know who asks. */
        AUTHENTICATION_REQUIRED,
        /** It was told, and refused. */
        AUTHENTICATION_FAILED
    }

    private final Kind kind;

    public ConnectionFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public ConnectionFailure(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** What the server said in {@code WWW-Authenticate}; nothing when it did not refuse. */
    public List<String> challenges() {
        return getCause() instanceof McpTransportException refusal
                        && refusal.fault() instanceof Fault.Unauthorized(var challenges)
                ? challenges
                : List.of();
    }
}
