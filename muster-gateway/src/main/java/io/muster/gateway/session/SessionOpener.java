package io.muster.gateway.session;

import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.Endpoint;
import io.muster.gateway.lease.BackendOpener;
import io.muster.gateway.lease.CredentialUnavailable;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.mcp.client.ServerAddress;
import io.muster.mcp.client.ServerAddress.RequestHeaders;
import io.muster.wire.http.Headers;
import io.muster.wire.time.Deadline;
import java.util.ArrayList;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects one session to one backend, and reads what it is offered there. */
final class SessionOpener implements BackendOpener {
    private static final Logger log = LoggerFactory.getLogger(SessionOpener.class);
    private static final String AUTHORIZATION = "Authorization";

    private final BackendSpec spec;
    private final SessionSide side;
    private final SessionSurroundings surroundings;

    SessionOpener(BackendSpec spec, SessionSide side, SessionSurroundings surroundings) {
        this.spec = spec;
        this.side = side;
        this.surroundings = surroundings;
    }

    @Override
    public Attempt open(Line line, Deadline deadline) throws InterruptedException {
        var limit = deadline.orEarlier(Deadline.after(spec.connectTimeout(), surroundings.clock()));
        var listing = side.of(line);
        try {
            var client = surroundings.connector().connectWithoutStream(address(spec.endpoint(), line), listing, limit);
            return opened(new SessionConnection(client, line, listing), deadline);
        } catch (McpTransportException e) {
            return failed(e);
        }
    }

    /** A connection whose inventory cannot be read for want of a right is closed again: it would be of no use. */
    private static Attempt opened(SessionConnection connection, Deadline deadline) throws InterruptedException {
        var read = false;
        try {
            connection.listing().begin(connection.client(), deadline);
            read = true;
            return new Attempt.Opened(connection);
        } finally {
            if (!read) {
                connection.close();
            }
        }
    }

    private Attempt failed(McpTransportException cause) {
        log.atDebug()
                .addKeyValue("backend", spec.name())
                .addKeyValue("reason", cause.getMessage())
                .log("a session could not be connected");
        return SessionConnection.isRefusal(cause.fault()) ? new Attempt.Refused() : new Attempt.Unreachable();
    }

    private ServerAddress address(Endpoint endpoint, Line line) {
        return switch (endpoint) {
            case Endpoint.StreamableHttp(var url, var headers) ->
                new ServerAddress.StreamableHttp(url, authorized(headers, line));
            case Endpoint.Sse(var url, var headers) -> new ServerAddress.Sse(url, authorized(headers, line));
            case Endpoint.Stdio _ -> throw new IllegalArgumentException("a child process has no credentials");
        };
    }

    /** The header is the lease's alone: what a definition says of it does not count. */
    private RequestHeaders authorized(Map<String, String> fields, Line line) {
        var fixed = new ArrayList<Headers.Field>();
        fields.forEach((name, value) -> {
            if (!name.equalsIgnoreCase(AUTHORIZATION)) {
                fixed.add(new Headers.Field(name, value));
            }
        });
        var headers = Headers.of(fixed);
        return () -> headers.with(AUTHORIZATION, authorization(line));
    }

    private String authorization(Line line) {
        try {
            return line.token().headerAt(surroundings.clock().instant());
        } catch (CredentialUnavailable e) {
            throw new McpTransportException(
                    new Fault.Closed(), false, "not sent: " + e.reason().text(), e);
        }
    }
}
