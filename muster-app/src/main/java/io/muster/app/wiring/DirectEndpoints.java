package io.muster.app.wiring;

import io.muster.gateway.backend.BackendListener;
import io.muster.mcp.McpServer;
import io.muster.mcp.server.McpEndpoint;
import io.muster.oauth.Caller;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * The endpoints of servers on their own, made when they are first asked for. Has to hear of a removed backend after its
 * server is gone. Thread-safe.
 */
final class DirectEndpoints implements BackendListener, AutoCloseable {
    private final ConcurrentHashMap<String, Open> open = new ConcurrentHashMap<>();
    private final Function<String, Optional<McpServer<Caller>>> servers;
    private final Function<McpServer<Caller>, McpEndpoint<Caller>> endpoints;

    private record Open(McpServer<Caller> server, McpEndpoint<Caller> endpoint) {
        boolean isOf(Optional<McpServer<Caller>> other) {
            return other.filter(server::equals).isPresent();
        }
    }

    /**
     * @param servers the server of a name, empty when there is none now
     * @param endpoints makes the endpoint of a server
     */
    DirectEndpoints(
            Function<String, Optional<McpServer<Caller>>> servers,
            Function<McpServer<Caller>, McpEndpoint<Caller>> endpoints) {
        this.servers = servers;
        this.endpoints = endpoints;
    }

    /** The endpoint of a server; empty when there is no server of that name. */
    Optional<McpEndpoint<Caller>> find(String name) {
        var known = open.get(name);
        var current = known != null && known.isOf(servers.apply(name)) ? Optional.of(known) : renew(name);
        return current.map(Open::endpoint);
    }

    /** Sessions with a server end with it. */
    @Override
    public void removed(String name) {
        var _ = renew(name);
    }

    /** Those that exist now. */
    List<McpEndpoint<Caller>> all() {
        return open.values().stream().map(Open::endpoint).toList();
    }

    @Override
    public void close() {
        all().forEach(McpEndpoint::close);
    }

    /** Asks for the server while nobody else changes the entry, so that a request cannot bring back what was removed. */
    private Optional<Open> renew(String name) {
        var outdated = new AtomicReference<Optional<Open>>(Optional.empty());
        var current = open.compute(name, (_, known) -> {
            var server = servers.apply(name);
            if (known != null && known.isOf(server)) {
                return known;
            }
            outdated.set(Optional.ofNullable(known));
            return server.map(found -> new Open(found, endpoints.apply(found))).orElse(null);
        });
        outdated.get().ifPresent(gone -> gone.endpoint().close());
        return Optional.ofNullable(current);
    }
}
