package io.muster.app.wiring;

import io.muster.app.config.MusterConfig.Aggregator;
import io.muster.authserver.LazyAuthServer;
import io.muster.authserver.config.Profile;
import io.muster.gateway.backend.BackendListener;
import io.muster.gateway.signin.OwnLogin;
import io.muster.gateway.signin.SignInEndpoints;
import io.muster.mcp.McpServer;
import io.muster.mcp.server.McpEndpoint;
import io.muster.mcp.server.legacy.SessionLimits;
import io.muster.mcp.server.legacy.SseEndpoint;
import io.muster.oauth.Caller;
import io.muster.wire.http.Authenticator;
import io.muster.wire.http.HostFilter;
import io.muster.wire.http.HttpFilter;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.http.PathParameters;
import io.muster.wire.http.Router;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.meter.Meters;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    /** One for all: what sessions keep is bounded for the process. */
    private final SessionLimits limits = SessionLimits.defaults();

    private final DirectEndpoints direct;
    private final List<Supplier<CompletableFuture<Void>>> finishing = new ArrayList<>(1);
    private final Authenticator<Caller> authenticator;
    private final HttpHandler handler;
    private final Lifecycle lifecycle = new Lifecycle();

    Endpoints(
            Aggregator config,
            GatewayParts gateway,
            SessionParts sessions,
            Optional<LazyAuthServer> authServer,
            BooleanSupplier ready,
            Meters meters,
            Environment environment,
            Scheduler scheduler) {
        this.environment = environment;
        this.scheduler = scheduler;
        this.direct = new DirectEndpoints(gateway.direct()::find, this::endpoint);
        this.authenticator = authServer.isPresent() ? sessions.authenticator() : UNPROTECTED;
        var auth = authServer.map(
                server -> new AuthRoutes(server, config.authServer().orElseThrow(), meters, environment));
        var guard = guard(auth);
        var routes = Router.builder()
                .any("/health", request -> health(authServer))
                .any(
                        "/ready",
                        request -> ready.getAsBoolean() && degraded(authServer).isEmpty()
                                ? status(200, "ready")
                                : status(503, "starting"));
        auth.ifPresent(protection -> protection.addTo(routes));
        switch (config.transport()) {
            case STREAMABLE_HTTP -> {
                var endpoint = lifecycle.own(endpoint(gateway.aggregate()));
                finishing.add(endpoint::finish);
                var guarded = guard.before(endpoint);
                routes.any("/mcp", guarded);
                if (authServer.isEmpty()) {
                    routes.any("/", guarded);
                }
            }
            case SSE -> {
                var endpoint = lifecycle.own(
                        new SseEndpoint<>(gateway.aggregate(), authenticator, limits, scheduler, environment.random()));
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
        sessions.logins()
                .ifPresent(logins -> SignInRoutes.add(
                        routes,
                        SignInEndpoints.of(
                                logins, auth.map(AuthRoutes::ownLogin).orElse(OwnLogin.NONE)),
                        auth.map(AuthRoutes::guard)));
        routes.route(
                Set.of("DELETE"),
                "/auth/{server}",
                (request, parameters) ->
                        guard.apply(request, _ -> tearDown(sessions, request, parameters.get("server"))));
        routes.route(Set.of("DELETE"), "/auth/", guard.before(this::nameless));
        this.handler = names(config).before(routes.build());
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
        return direct.find(name).<HttpHandler>map(endpoint -> endpoint).orElse(request -> nowhere(request, name));
    }

    /** Ends what the caller's session has of a server; one that there is not is nothing to end. */
    private HttpResponse tearDown(SessionParts sessions, HttpRequest request, String server) {
        return switch (authenticator.admit(request)) {
            case Authenticator.Answered<Caller>(var refusal) -> refusal;
            case Authenticator.Admitted<Caller>(var caller) -> {
                sessions.tearDown(caller, server);
                yield HttpResponse.of(204);
            }
        };
    }

    private HttpResponse nameless(HttpRequest request) {
        return switch (authenticator.admit(request)) {
            case Authenticator.Answered<Caller>(var refusal) -> refusal;
            case Authenticator.Admitted<Caller> _ -> HttpResponse.text(400, "Bad Request: missing server name");
        };
    }

    /** Which servers there are is nobody's business who may not call them. */
    private HttpResponse nowhere(HttpRequest request, String name) {
        return switch (authenticator.admit(request)) {
            case Authenticator.Answered<Caller>(var refusal) -> refusal;
            case Authenticator.Admitted<Caller> _ -> HttpResponse.text(404, "There is no server '" + name + "'");
        };
    }

    private McpEndpoint<Caller> endpoint(McpServer<Caller> server) {
        return new McpEndpoint<>(server, authenticator, limits, scheduler, environment.clock(), environment.random());
    }

    /**
     * Where nobody is let in without a token, pages of other sites can do no harm; where everybody is, only pages and
     * names of this machine may come.
     */
    private static HttpFilter guard(Optional<AuthRoutes> auth) {
        return auth.map(AuthRoutes::guard).orElseGet(() -> new HostFilter(Set.of()));
    }

    /**
     * A server that knows itself by a name of this machine is asked for by such a name only. Else a page could take its
     * answers for its own (DNS rebinding): register a client, and redeem the code of whoever is logged in.
     */
    private static HttpFilter names(Aggregator config) {
        return config.authServer()
                .filter(asked -> asked.profile() == Profile.DEVELOPMENT)
                .<HttpFilter>map(_ -> HostFilter.forAnyOrigin())
                .orElse((request, next) -> next.handle(request));
    }

    private static HttpResponse health(Optional<LazyAuthServer> authServer) {
        return degraded(authServer)
                .map(reason -> HttpResponse.json(
                        200, Json.bytes(JsonObject.of("status", "degraded").with("reason", reason))))
                .orElseGet(() -> status(200, "ok"));
    }

    private static Optional<String> degraded(Optional<LazyAuthServer> authServer) {
        return authServer.flatMap(LazyAuthServer::degraded);
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
