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
    private final List<String> challenges;

    public ConnectionFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
        this.challenges = List.of();
    }

    public ConnectionFailure(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.challenges = challenges(cause);
    }

    /** The server wants to know who asks, and said so in {@code WWW-Authenticate}. */
    public ConnectionFailure(String message, List<String> challenges) {
        super(message);
        this.kind = Kind.AUTHENTICATION_REQUIRED;
        this.challenges = List.copyOf(challenges);
    }

    private static List<String> challenges(Throwable cause) {
        return cause instanceof McpTransportException refusal
                        && refusal.fault() instanceof Fault.Unauthorized(var challenges)
                ? challenges
                : List.of();
    }

    public Kind kind() {
        return kind;
    }

    /** What the server said in {@code WWW-Authenticate}; nothing when it did not refuse. */
    public List<String> challenges() {
        return challenges;
    }
}
