package io.muster.mcp.client;

import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.wire.outbound.OutboundException;
import java.io.IOException;

/** The exceptions of this package, so that one situation has one text. */
final class Faults {
    private Faults() {}

    static McpTransportException closed() {
        return new McpTransportException(new Fault.Closed(), false, "client not connected");
    }

    static McpTransportException timedOut(boolean mayHaveRun) {
        return new McpTransportException(new Fault.TimedOut(), mayHaveRun, "the server did not answer in time");
    }

    static McpTransportException violation(String text) {
        return new McpTransportException(new Fault.ProtocolViolation(), true, text);
    }

    static McpTransportException violation(String text, Throwable cause) {
        return new McpTransportException(new Fault.ProtocolViolation(), true, text, cause);
    }

    static McpTransportException broken(String text) {
        return new McpTransportException(new Fault.Network(OutboundException.Kind.BROKEN), true, text);
    }

    static McpTransportException broken(IOException cause) {
        return new McpTransportException(
                new Fault.Network(OutboundException.Kind.BROKEN),
                true,
                "the connection broke while reading the answer: " + cause.getMessage(),
                cause);
    }

    static McpTransportException of(OutboundException cause) {
        var kind = cause.kind();
        var fault = kind == OutboundException.Kind.TIMEOUT ? new Fault.TimedOut() : new Fault.Network(kind);
        return new McpTransportException(fault, kind.mayHaveRun(), String.valueOf(cause.getMessage()), cause);
    }

    /** A defect of our own must not leave a caller waiting. */
    static McpTransportException unexpected(RuntimeException cause) {
        return cause instanceof McpTransportException known
                ? known
                : new McpTransportException(
                        new Fault.Network(OutboundException.Kind.BROKEN), true, "unexpected: " + cause, cause);
    }

    /** The end of a connection, as one of the calls in flight sees it. */
    static McpTransportException forCall(McpTransportException end, boolean departed) {
        return new McpTransportException(end.fault(), departed, String.valueOf(end.getMessage()), end);
    }
}
