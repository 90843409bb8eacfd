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
import io.muster.gateway.signin.OwnLogin;
import io.muster.oauth.Subject;
import io.muster.wire.http.HttpFilter;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.Router;
import io.muster.wire.meter.Meters;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Where the endpoints of the authorization server are, and what every request to them and to what they protect passes: an
 * address has one allowance for all of it.
 */
final class AuthRoutes {
    private static final int REQUESTS_PER_SECOND = 50;
    private static final int REQUEST_BURST = 100;

    /** As operators read it. */
    static final String LIMIT = REQUESTS_PER_SECOND + " a second, " + REQUEST_BURST + " at once";

    private final LazyAuthServer server;
    private final AuthServerConfig config;
    private final Meters meters;
    private final AddressLimit limit;
    private final Cors cors;
    private final RequestIds ids;

    AuthRoutes(LazyAuthServer server, AuthServerConfig config, Meters meters, Environment environment) {
        this.server = server;
        this.config = config;
        this.meters = meters;
        this.limit = limit(config, meters, environment);
        this.cors = new Cors(config.allowedOrigins());
        this.ids = new RequestIds(new RandomTokens(environment.random()));
    }

    void addTo(Router.Builder routes) {
        // Browsers are only sent to these: no page calls them (OAuth 2.1 section 3.1).
        routes.route(
                        Set.of("GET", "POST"),
                        "/oauth/authorize",
                        browsed("authorize", ready -> ready.login().authorize()))
                .post(
                        "/oauth/consent",
                        browsed("consent", ready -> ready.login().consent()))
                .get(
                        "/oauth/callback",
                        browsed("callback", ready -> ready.login().callback()));
        routes.any("/oauth/token", open("token", AuthServer::token))
                .any("/oauth/register", open("register", AuthServer::registration))
                .any("/oauth/revoke", open("revoke", AuthServer::revocation))
                .any("/oauth/introspect", open("introspect", AuthServer::introspection))
                .any("/oauth/userinfo", open("userinfo", AuthServer::userInfo))
                .route(Set.of("DELETE", "OPTIONS"), "/user-tokens", open("user_tokens", AuthServer::userTokens))
                .any("/.well-known/*", open("discovery", AuthServer::metadata));
        var path = config.locations().uri().getRawPath();
        if (!path.isEmpty()) {
            routes.any(path + "/.well-known/*", open("discovery", AuthServer::metadata));
        }
    }

    /** What every request to a protected endpoint passes before its token is looked at. */
    HttpFilter guard() {
        return (request, next) -> ids.apply(request, cors.before(limit.before(next)));
    }

    /** Who logs in to Muster, for pages of Muster itself. */
    OwnLogin ownLogin() {
        return new OwnLogin() {
            @Override
            public Optional<URI> begin(URI returnTo, String state, String challenge) {
                return server.ownLogins().map(logins -> logins.begin(returnTo, state, challenge));
            }

            @Override
            public Optional<Subject> completed(String code, String verifier) {
                return server.ownLogins().flatMap(logins -> logins.completed(code, verifier));
            }
        };
    }

    /** An endpoint with what comes before it, under its name in the metrics; no page of another origin reads it. */
    private HttpHandler browsed(String name, Function<AuthServer, HttpHandler> endpoint) {
        return new EndpointMeter(name, meters).before(ids.before(limit.before(server.endpoint(endpoint))));
    }

    /** The same for what pages of allowed origins may call. */
    private HttpHandler open(String name, Function<AuthServer, HttpHandler> endpoint) {
        return new EndpointMeter(name, meters).before(guard().before(server.endpoint(endpoint)));
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
