package io.muster.cli.bridge;

import io.muster.mcp.client.ServerAddress;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * The Muster to be connected with.
 *
 * @param endpoint its MCP endpoint
 * @param transport what it speaks there
 * @param credentials asked for before each request, so that a login in the meantime is noticed
 * @param desk where to log in; empty when that is done elsewhere
 */
public record Destination(
        URI endpoint, Transport transport, ServerAddress.RequestHeaders credentials, Optional<LoginDesk> desk) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    /** The transports that a Muster can have behind a URL. */
    public enum Transport {
        STREAMABLE_HTTP,
        SSE
    }

    public Destination(URI endpoint, Transport transport, ServerAddress.RequestHeaders credentials) {
        this(endpoint, transport, credentials, Optional.empty());
    }

    /** The same Muster for a person who is logged in, or may be. */
    public Destination with(ServerAddress.RequestHeaders login, Optional<LoginDesk> place) {
        return new Destination(endpoint, transport, login, place);
    }

    ServerAddress address() {
        return switch (transport) {
            case STREAMABLE_HTTP -> new ServerAddress.StreamableHttp(endpoint, credentials);
            case SSE -> new ServerAddress.Sse(endpoint, credentials);
        };
    }

    boolean isLocal() {
        return LOOPBACK.contains(endpoint.getHost());
    }

    /** The endpoint for people: without query, which may be a secret. */
    @Override
    public String toString() {
        return endpoint.getScheme() + "://" + endpoint.getHost()
                + (endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort()) + endpoint.getRawPath();
    }
}
