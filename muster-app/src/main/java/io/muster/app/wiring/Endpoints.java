package io.muster.app.wiring;

import io.muster.app.config.MusterConfig.Aggregator;
import io.muster.gateway.backend.BackendListener;
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
import io.muster.wire.time.TimedWait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is reachable over HTTP. */
final class Endpoints implements AutoCloseable {
    private static final Authenticator<Caller> UNPROTECTED = new Unprotected();

    private static final Logger log = LoggerFactory.getLogger(Endpoints.class);

    /** How long calls in flight may go on once the process was told to stop. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final Environment environment;
    private final Scheduler scheduler;
    private final DirectEndpoints direct;
    private final List<Supplier<CompletableFuture<Void>>> finishing = new ArrayList<>(1);
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
        this.direct = new DirectEndpoints(gateway.direct()::find, this::endpoint);
        // Pages of other origins can be allowed once the endpoint is protected.
        var guard = new HostFilter(Set.of());
        var routes = Router.builder()
                .any("/health", request -> status(200, "ok"))
                .any("/ready", request -> ready.getAsBoolean() ? status(200, "ready") : status(503, "starting"));
        switch (config.transport()) {
            case STREAMABLE_HTTP -> {
                var endpoint = lifecycle.own(endpoint(gateway.aggregate()));
                finishing.add(endpoint::finish);
                var guarded = guard.before(endpoint);
                routes.any("/mcp", guarded).any("/", guarded);
            }
            case SSE -> {
                var endpoint = lifecycle.own(new SseEndpoint<>(
                        gateway.aggregate(), UNPROTECTED, SessionLimits.defaults(), scheduler, environment.random()));
                finishing.add(endpoint::finish);
                var guarded = guard.before(endpoint);
                routes.any("/sse", guarded).any("/message", guarded);
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

    /** What has to hear of removed backends. */
    BackendListener direct() {
        return direct;
    }

    /** Takes no more calls, gives those in flight a moment, then ends all transport sessions and their streams. */
    @Override
    public void close() {
        finish();
        lifecycle.close();
        direct.close();
    }

    private void finish() {
        var all = Stream.concat(
                finishing.stream().map(Supplier::get), direct.all().stream().map(McpEndpoint::finish));
        try {
            if (!TimedWait.await(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)), GRACE, scheduler)) {
                log.atWarn().addKeyValue("grace", GRACE).log("calls in flight are cut off");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpHandler direct(PathParameters parameters) {
        var name = parameters.get("name");
        return direct.find(name)
                .<HttpHandler>map(endpoint -> endpoint)
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
