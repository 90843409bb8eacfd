package io.muster.app.wiring;

import io.muster.authserver.AuthServer;
import io.muster.authserver.LazyAuthServer;
import io.muster.authserver.audit.LoggedAudit;
import io.muster.authserver.config.AuthServerConfig;
import io.muster.authserver.edge.AddressLimit;
import io.muster.authserver.edge.Cors;
import io.muster.authserver.edge.EndpointMeter;
import io.muster.authserver.edge.Proxies;
import io.muster.authserver.edge.RequestIds;
import io.muster.authserver.limit.RateLimit;
import io.muster.authserver.protocol.Answers;
import io.muster.authserver.protocol.RandomTokens;
import io.muster.wire.http.HttpFilter;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.Router;
import io.muster.wire.meter.Meters;
import java.util.Set;
import java.util.function.Function;

/** Where the endpoints of the authorization server are, and what every request to them passes. */
final class AuthRoutes {
    private static final double REQUESTS_PER_SECOND = 50;
    private static final int REQUEST_BURST = 100;

    private AuthRoutes() {}

    static void add(
            Router.Builder routes,
            LazyAuthServer server,
            AuthServerConfig config,
            Meters meters,
            Environment environment) {
        var limit = limit(config, meters, environment);
        var cors = new Cors(config.allowedOrigins());
        var ids = ids(environment);
        Measured browsed = (name, endpoint) ->
                new EndpointMeter(name, meters).before(ids.before(limit.before(server.endpoint(endpoint))));
        Measured open = (name, endpoint) -> new EndpointMeter(name, meters)
                .before(ids.before(cors.before(limit.before(server.endpoint(endpoint)))));
        // Browsers are only sent to these: no page calls them (OAuth 2.1 section 3.1).
        routes.route(
                        Set.of("GET", "POST"),
                        "/oauth/authorize",
                        browsed.at("authorize", ready -> ready.login().authorize()))
                .post(
                        "/oauth/consent",
                        browsed.at("consent", ready -> ready.login().consent()))
                .get(
                        "/oauth/callback",
                        browsed.at("callback", ready -> ready.login().callback()));
        routes.any("/oauth/token", open.at("token", AuthServer::token))
                .any("/oauth/register", open.at("register", AuthServer::registration))
                .any("/oauth/revoke", open.at("revoke", AuthServer::revocation))
                .any("/oauth/introspect", open.at("introspect", AuthServer::introspection))
                .any("/oauth/userinfo", open.at("userinfo", AuthServer::userInfo))
                .route(Set.of("DELETE", "OPTIONS"), "/user-tokens", open.at("user_tokens", AuthServer::userTokens))
                .any("/.well-known/*", open.at("discovery", AuthServer::metadata));
        var path = config.locations().uri().getRawPath();
        if (!path.isEmpty()) {
            routes.any(path + "/.well-known/*", open.at("discovery", AuthServer::metadata));
        }
    }

    /** An endpoint with what comes before it, under its name in the metrics. */
    private interface Measured {
        HttpHandler at(String name, Function<AuthServer, HttpHandler> endpoint);
    }

    /** What every request to a protected endpoint passes before its token is looked at. */
    static HttpFilter guard(AuthServerConfig config, Meters meters, Environment environment) {
        var limit = limit(config, meters, environment);
        var cors = new Cors(config.allowedOrigins());
        var ids = ids(environment);
        return (request, next) -> ids.apply(request, cors.before(limit.before(next)));
    }

    private static RequestIds ids(Environment environment) {
        return new RequestIds(new RandomTokens(environment.random()));
    }

    private static AddressLimit limit(AuthServerConfig config, Meters meters, Environment environment) {
        var proxies = new Proxies(config.trustedProxies(), config.locations());
        return new AddressLimit(
                new RateLimit(REQUESTS_PER_SECOND, REQUEST_BURST, environment.clock()),
                proxies::requester,
                new LoggedAudit(meters, environment.clock()),
                new Answers(config.locations()),
                meters);
    }
}
