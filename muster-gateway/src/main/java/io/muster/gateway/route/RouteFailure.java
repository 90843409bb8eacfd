package io.muster.gateway.route;

import io.muster.gateway.backend.ServiceState;
import io.muster.gateway.lease.FailureClass;
import io.muster.mcp.client.McpTransportException;
import java.util.List;

/** Why something in the catalogue could not be reached; the message is for the caller and matched by clients. */
public final class RouteFailure extends RuntimeException {
    private final String reason;

    private RouteFailure(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    private RouteFailure(String reason, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    /** What the backend said about the token that it did not accept; empty when it said nothing. */
    List<String> challenges() {
        return getCause() instanceof McpTransportException transport
                        && transport.fault() instanceof McpTransportException.Fault.Forbidden(var values)
                ? values
                : List.of();
    }

    /** The text for the caller. */
    public String reason() {
        return reason;
    }

    static RouteFailure notFound(String kind, String name, List<String> nearest) {
        return new RouteFailure(kind + " not found: " + name + NearestNames.hint(nearest));
    }

    /** @param term how such a thing is addressed */
    static RouteFailure otherKind(String term, String name, String kind, String wanted) {
        return new RouteFailure(term + " " + name + " is a " + kind + ", not a " + wanted);
    }

    static RouteFailure serverNotFound(String server) {
        return new RouteFailure("server not found: " + server);
    }

    /** For a name that only a server which is not connected now ever had. */
    static RouteFailure serverGone(String server, ServiceState state) {
        return new RouteFailure("server not found: " + server + " (status: " + state.word() + ")");
    }

    static RouteFailure notConnected(String server, ServiceState state) {
        return new RouteFailure("server not connected: " + server + " (status: " + state.word() + ")");
    }

    static RouteFailure loginRequired(String server, FailureClass reason) {
        var text = "failed to connect to server " + server + ": user not authenticated to server " + server;
        return new RouteFailure(reason == FailureClass.SIGNED_OUT ? text : text + ": " + reason.text());
    }

    static RouteFailure instanceMissing(String tool, List<String> servers, String argument) {
        return new RouteFailure("tool %s is provided by a family on servers %s; the \"%s\" parameter is required"
                .formatted(tool, String.join(", ", servers), argument));
    }

    static RouteFailure instanceUnknown(String tool, String instance, List<String> servers) {
        return new RouteFailure("tool %s is not available on server \"%s\" (available: %s)"
                .formatted(tool, instance, String.join(", ", servers)));
    }

    static RouteFailure noAnswer(String server, RuntimeException cause) {
        return new RouteFailure("server " + server + ": " + cause.getMessage(), cause);
    }
}
