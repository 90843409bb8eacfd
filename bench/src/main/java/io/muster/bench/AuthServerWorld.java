package io.muster.bench;

import io.muster.authserver.audit.Audit;
import io.muster.authserver.limit.RateLimit;
import io.muster.authserver.protocol.Answers;
import io.muster.authserver.protocol.Locations;
import io.muster.authserver.protocol.OwnResources;
import io.muster.authserver.protocol.RandomTokens;
import io.muster.authserver.protocol.Requester;
import io.muster.authserver.provider.SharedTokens;
import io.muster.authserver.resource.ExternalSessions;
import io.muster.authserver.resource.ForeignIssuers;
import io.muster.authserver.resource.ForwardedTokens;
import io.muster.authserver.resource.ProviderAccess;
import io.muster.authserver.resource.ResourceContext;
import io.muster.authserver.resource.ResourceServer;
import io.muster.authserver.resource.ResourceSettings;
import io.muster.authserver.resource.TrustedIssuers;
import io.muster.authserver.resource.UserInfoPolicy;
import io.muster.authserver.session.SessionEvents;
import io.muster.authserver.session.SessionListener;
import io.muster.authserver.store.AuthorizedCode;
import io.muster.authserver.store.ProviderTokens;
import io.muster.authserver.store.RegisteredClient;
import io.muster.authserver.store.Stores;
import io.muster.authserver.store.TokenHash;
import io.muster.authserver.store.memory.Capacity;
import io.muster.authserver.store.memory.MemoryStores;
import io.muster.authserver.token.AuthorizationCodeGrant;
import io.muster.authserver.token.EndpointContext;
import io.muster.authserver.token.Grant;
import io.muster.authserver.token.GrantEnvironment;
import io.muster.authserver.token.LoginSessions;
import io.muster.authserver.token.ProofOfPossession;
import io.muster.authserver.token.RefreshGrant;
import io.muster.authserver.token.TokenEndpoint;
import io.muster.authserver.token.TokenFormat;
import io.muster.authserver.token.TokenIssuer;
import io.muster.authserver.token.TokenLifetimes;
import io.muster.authserver.token.UpstreamRevocation;
import io.muster.oauth.ClientId;
import io.muster.oauth.ResourceUri;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.oauth.jose.JwkSet;
import io.muster.oauth.jose.KeySet;
import io.muster.wire.http.Body;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.meter.Meters;
import io.muster.wire.time.SystemScheduler;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The token endpoint and the resource server as the production profile has them, with stores in memory. */
final class AuthServerWorld {
    private static final Locations LOCATIONS = new Locations("https://muster.example");
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final RegisteredClient APP = new RegisteredClient(
            new ClientId("app"),
            Optional.empty(),
            RegisteredClient.Origin.OPEN,
            JsonObject.of("token_endpoint_auth_method", "none"),
            Instant.EPOCH,
            Optional.empty());

    private final InstantSource clock = SystemScheduler.clock();
    private final SystemScheduler scheduler = new SystemScheduler();
    private final SecureRandom random = new SecureRandom();
    private final Stores stores = MemoryStores.open(Capacity.DEFAULT, clock, scheduler, random);
    private final OwnResources own = new OwnResources(LOCATIONS, new ResourceUri(LOCATIONS.issuer()), true);
    private final BenchProvider provider = new BenchProvider();
    private final SharedTokens shared =
            new SharedTokens(stores.providerTokens(), provider, Duration.ofDays(30), clock, scheduler);
    private final ProofOfPossession proofs =
            new ProofOfPossession(stores.replays(), request -> Set.of(LOCATIONS.url(request.path())), clock);
    private final SessionListener events = new SessionEvents(SessionListener.NONE, scheduler);
    private final RateLimit unlimited = new RateLimit(1e9, 1_000_000_000, clock);
    private final Answers answers = new Answers(LOCATIONS);
    private final TokenEndpoint tokens = tokenEndpoint();
    private final ResourceServer resources = resourceServer();

    TokenEndpoint tokens() {
        return tokens;
    }

    ResourceServer resources() {
        return resources;
    }

    /** Logs a user in and gives the tokens. */
    JsonObject login(int number) {
        var now = clock.instant();
        var subject = new Subject("user-" + number);
        stores.providerTokens()
                .save(
                        subject,
                        new ProviderTokens(
                                new Secret("provider-access-" + number),
                                Optional.of(new Secret("provider-refresh-" + number)),
                                Optional.empty(),
                                Optional.of(now.plus(Duration.ofDays(1))),
                                now),
                        now.plus(Duration.ofDays(30)));
        var code = "code-" + number;
        stores.flows().issue(TokenHash.of(code), authorized(number, subject));
        var answer = tokens.handle(form(List.of(
                "grant_type", "authorization_code", "client_id", "app", "code", code, "code_verifier", VERIFIER)));
        if (answer.body() instanceof Body.Bytes(var content)
                && Json.parse(content) instanceof JsonObject issued
                && answer.status() == 200) {
            return issued;
        }
        throw new IllegalStateException("a login was refused with status " + answer.status());
    }

    private AuthorizedCode authorized(int number, Subject subject) {
        return new AuthorizedCode(
                new SessionId("session-" + number),
                APP.id(),
                "https://app.example/callback",
                subject,
                Scopes.of("openid", "profile", "email"),
                List.of(own.identifier()),
                CHALLENGE,
                Optional.empty(),
                Optional.empty(),
                "bench",
                clock.instant().plus(Duration.ofMinutes(10)));
    }

    /** A token request with these names and values, alternating. */
    static HttpRequest form(List<String> parameters) {
        var body = new StringBuilder();
        for (var i = 0; i < parameters.size(); i += 2) {
            body.append(i == 0 ? "" : "&").append(parameters.get(i)).append('=');
            body.append(URLEncoder.encode(parameters.get(i + 1), StandardCharsets.UTF_8));
        }
        var headers = Headers.of("Content-Type", "application/x-www-form-urlencoded");
        return HttpRequest.of("POST", "/oauth/token", headers, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A call with that bearer, among the headers that clients send. */
    static HttpRequest call(String bearer) {
        var headers = Headers.of(List.of(
                new Headers.Field("Host", "muster.example"),
                new Headers.Field("Content-Type", "application/json"),
                new Headers.Field("Accept", "application/json, text/event-stream"),
                new Headers.Field("Authorization", "Bearer " + bearer)));
        return HttpRequest.of("POST", "/mcp", headers, new byte[0]);
    }

    private TokenEndpoint tokenEndpoint() {
        var values = new RandomTokens(random);
        var lifetimes = TokenLifetimes.defaults();
        var with = new GrantEnvironment(
                stores,
                own,
                lifetimes,
                new TokenIssuer(TokenFormat.opaque(values), values, lifetimes),
                new LoginSessions(
                        stores,
                        new UpstreamRevocation(stores, provider, Audit.NONE, clock, scheduler, Runnable::run),
                        events,
                        Audit.NONE,
                        clock),
                events,
                Audit.NONE,
                Meters.NONE,
                clock);
        return new TokenEndpoint(
                new EndpointContext(
                        (request, form) -> APP,
                        unlimited,
                        AuthServerWorld::requester,
                        Audit.NONE,
                        answers,
                        Meters.NONE,
                        clock),
                proofs,
                new AuthorizationCodeGrant(with),
                new RefreshGrant(with, shared, random),
                Grant.NOT_OFFERED);
    }

    private ResourceServer resourceServer() {
        var none = KeySet.fixed(
                JwkSet.parse(JsonObject.of("keys", JsonArray.EMPTY)).orElseThrow());
        return new ResourceServer(
                new ResourceSettings(own, true, false, new UserInfoPolicy.Off(), true),
                stores,
                new ForeignIssuers(
                        new TrustedIssuers(List.of()),
                        new ForwardedTokens(provider.issuer(), none, Set.of()),
                        new ExternalSessions(Optional.empty())),
                new ProviderAccess(provider, shared, scheduler, Runnable::run),
                proofs,
                new ResourceContext(
                        unlimited,
                        events,
                        Audit.NONE,
                        AuthServerWorld::requester,
                        LOCATIONS,
                        answers,
                        Meters.NONE,
                        clock));
    }

    private static Requester requester(HttpRequest request) {
        return Requester.of(request.remote().getAddress(), "", "");
    }
}
