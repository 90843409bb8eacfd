package io.muster.app.wiring;

import io.muster.app.config.MusterConfig.Aggregator;
import io.muster.gateway.direct.DirectServers;
import io.muster.mcp.McpServer;
import io.muster.mcp.server.McpEndpoint;
import io.muster.mcp.server.legacy.SessionLimits;
import io.muster.mcp.server.legacy.SseEndpoint;
import io.muster.oauth.Caller;
import io.muster.wire.http.Authenticator;
import io.muster.wire.http.HostFilter;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.http.PathParameters;
import io.muster.wire.http.Router;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Scheduler;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** What is reachable over HTTP. */
final class Endpoints implements AutoCloseable {
    private static final Authenticator<Caller> UNPROTECTED = new Unprotected();

    private final Environment environment;
    private final Scheduler scheduler;
    private final DirectServers directServers;
    private final ConcurrentHashMap<McpServer<Caller>, McpEndpoint<Caller>> direct = new ConcurrentHashMap<>();
    private final HttpHandler handler;
    private final Lifecycle lifecycle = new Lifecycle();

    Endpoints(
            Aggregator config,
            GatewayParts gateway,
            BooleanSupplier ready,
            Environment environment,
            Scheduler scheduler) {
        this.environment = environment;
        this.scheduler = scheduler;
        this.directServers = gateway.direct();
        // Pages of other origins can be allowed once the endpoint is protected.
        var guard = new HostFilter(Set.of());
        var routes = Router.builder()
                .any("/health", request -> status(200, "ok"))
                .any("/ready", request -> ready.getAsBoolean() ? status(200, "ready") : status(503, "starting"));
        switch (config.transport()) {
            case STREAMABLE_HTTP -> {
                var endpoint = guard.before(lifecycle.own(endpoint(gateway.aggregate())));
                routes.any("/mcp", endpoint).any("/", endpoint);
            }
            case SSE -> {
                var endpoint = guard.before(lifecycle.own(new SseEndpoint<>(
                        gateway.aggregate(), UNPROTECTED, SessionLimits.defaults(), scheduler, environment.random())));
                routes.any("/sse", endpoint).any("/message", endpoint);
            }
            case STDIO -> {
                // The aggregate is on standard input and output.
            }
        }
        if (config.directEndpoints()) {
            routes.route(
                    Set.of(),
                    "/servers/{name}/mcp",
                    (request, parameters) ->
                            guard.apply(request, _ -> direct(parameters).handle(request)));
        }
        this.handler = routes.build();
    }

    HttpHandler handler() {
        return handler;
    }

    /** Ends all transport sessions, and with them their streams. */
    @Override
    public void close() {
        lifecycle.close();
        direct.values().forEach(McpEndpoint::close);
    }

    private HttpHandler direct(PathParameters parameters) {
        var name = parameters.get("name");
        return directServers
                .find(name)
                .<HttpHandler>map(server -> direct.computeIfAbsent(server, this::endpoint))
                .orElse(_ -> HttpResponse.text(404, "There is no server '" + name + "'"));
    }

    private McpEndpoint<Caller> endpoint(McpServer<Caller> server) {
        return new McpEndpoint<>(
                server, UNPROTECTED, SessionLimits.defaults(), scheduler, environment.clock(), environment.random());
    }

    private static HttpResponse status(int status, String word) {
        return HttpResponse.json(status, Json.bytes(JsonObject.of("status", word)));
    }

    /** Where no authorization server protects the endpoint, everybody is the same user. */
    private static final class Unprotected implements Authenticator<Caller> {
        @Override
        public Admission<Caller> admit(HttpRequest request) {
            return new Admitted<>(Caller.UNPROTECTED);
        }
    }
}
