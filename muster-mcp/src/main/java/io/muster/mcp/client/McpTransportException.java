package io.muster.mcp.client;

import io.muster.wire.outbound.OutboundException;
import java.util.List;

/** No answer from a server. {@link #fault()} says why, {@link #mayHaveRun()} what it means for a call. */
public final class McpTransportException extends RuntimeException {
    private final Fault fault;
    private final boolean mayHaveRun;

    public McpTransportException(Fault fault, boolean mayHaveRun, String message, Throwable cause) {
        super(message, cause);
        this.fault = fault;
        this.mayHaveRun = mayHaveRun;
    }

    public McpTransportException(Fault fault, boolean mayHaveRun, String message) {
        super(message);
        this.fault = fault;
        this.mayHaveRun = mayHaveRun;
    }

    public Fault fault() {
        return fault;
    }

    /** Whether the server may have acted on the request; if not, it is safe to send it again. */
    public boolean mayHaveRun() {
        return mayHaveRun;
    }

    /** Why there was no answer. */
    public sealed interface Fault {
        /** HTTP 401, with the values of {@code WWW-Authenticate}. */
        record Unauthorized(List<String> challenges) implements Fault {}

        /** HTTP 403, with the values of {@code WWW-Authenticate}. */
        record Forbidden(List<String> challenges) implements Fault {}

        /** Another HTTP status that is no success. */
        record HttpStatus(int status) implements Fault {}

        /** Nothing on the line: DNS, connect, TLS, a connection that broke. */
        record Network(OutboundException.Kind kind) implements Fault {}

        /** The process could not be started. */
        record SpawnFailed() implements Fault {}

        /** The process ended. */
        record Exited(int exitCode) implements Fault {}

        /** The server no longer knows our transport session (HTTP 404). */
        record SessionLost() implements Fault {}

        /** The deadline passed. */
        record TimedOut() implements Fault {}

        /** The server does not speak MCP as it should. */
        record ProtocolViolation() implements Fault {}

        /** The connection was closed on our side. */
        record Closed() implements Fault {}
    }
}
