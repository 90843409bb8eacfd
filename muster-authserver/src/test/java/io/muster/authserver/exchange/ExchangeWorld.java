package io.muster.authserver.exchange;

import io.muster.authserver.fakes.FakeFreshTokens;
import io.muster.authserver.fakes.FakeMeters;
import io.muster.authserver.fakes.FakeStores;
import io.muster.authserver.fakes.Recorder;
import io.muster.authserver.limit.RateLimit;
import io.muster.authserver.protocol.FormParameters;
import io.muster.authserver.protocol.Locations;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.protocol.OwnResources;
import io.muster.authserver.protocol.Requester;
import io.muster.authserver.provider.ClientCredentials;
import io.muster.authserver.provider.TokenExchangeClient;
import io.muster.authserver.resource.ClaimGlob;
import io.muster.authserver.resource.ExternalSessions;
import io.muster.authserver.resource.ForeignIssuers;
import io.muster.authserver.resource.ForwardedTokens;
import io.muster.authserver.resource.TrustedIssuer;
import io.muster.authserver.resource.TrustedIssuers;
import io.muster.authserver.store.GrantedToken;
import io.muster.authserver.store.LoginSession;
import io.muster.authserver.store.ProviderTokens;
import io.muster.authserver.store.RegisteredClient;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.ClientId;
import io.muster.oauth.ResourceUri;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.oauth.jose.JwkSet;
import io.muster.oauth.jose.KeySet;
import io.muster.testkit.FakeSites;
import io.muster.testkit.ManualTime;
import io.muster.testkit.TestKey;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.Query;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.meter.Meters;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A broker: the portal may exchange tokens of Backstage, who is trusted, for tokens of the cluster {@code prod}, whose Dex
 * has a token endpoint. Alice is logged in at the portal besides.
 */
final class ExchangeWorld {
    static final String BASE = "https://muster.example";
    static final String BACKSTAGE = "https://backstage.example";
    static final String PROD_TOKENS = "https://dex.prod.example/token";
    static final String GRANT = TokenExchangeClient.GRANT_TYPE;
    static final Subject ALICE = new Subject("alice");
    static final TestKey KEY = TestKey.create("backstage");
    static final TestKey PROD_KEY = TestKey.create("prod");

    final ManualTime time = new ManualTime();
    final FakeStores stores = new FakeStores(time);
    final FakeFreshTokens fresh = new FakeFreshTokens(stores.providerTokens());
    final FakeSites sites = new FakeSites();
    final Recorder recorder = new Recorder();
    final FakeMeters meters = new FakeMeters();
    private final Map<String, RegisteredClient> clients = new LinkedHashMap<>();
    private CredentialSource credentials = () -> Optional.of(new ClientCredentials("muster+1", new Secret("s:e+c r")));
    private KeySet keys = keys(KEY);
    private Scopes ceiling = Scopes.NONE;
    private Set<String> types = Set.of();
    private boolean strict;
    private boolean brokering = true;
    private int sessions;

    ExchangeWorld() {
        client("portal", "client_secret_basic");
        client("other", "client_secret_basic");
        client("spa", "none");
        sites.serve(PROD_TOKENS, FakeSites.Answer.json(Json.text(issued())));
    }

    ExchangeWorld strict() {
        strict = true;
        return this;
    }

    ExchangeWorld withoutBroker() {
        brokering = false;
        return this;
    }

    ExchangeWorld credentials(CredentialSource source) {
        credentials = source;
        return this;
    }

    ExchangeWorld keysOfBackstage(KeySet published) {
        keys = published;
        return this;
    }

    ExchangeWorld ceiling(Scopes most) {
        ceiling = most;
        return this;
    }

    ExchangeWorld types(Set<String> accepted) {
        types = accepted;
        return this;
    }

    private void client(String id, String method) {
        clients.put(
                id,
                new RegisteredClient(
                        new ClientId(id),
                        Optional.empty(),
                        RegisteredClient.Origin.SEEDED,
                        JsonObject.of("token_endpoint_auth_method", method),
                        time.instant(),
                        Optional.empty()));
    }

    static KeySet keys(TestKey key) {
        return KeySet.fixed(
                JwkSet.parse(JsonObject.of("keys", JsonArray.of(key.jwk()))).orElseThrow());
    }

    TokenExchange grant() {
        var target = new BrokerTarget(
                URI.create(PROD_TOKENS),
                "https://dex.prod.example",
                Optional.of("muster"),
                Scopes.of("openid", "groups"),
                credentials);
        var settings = brokering
                ? new BrokerSettings(
                        Map.of("portal", Set.of("prod", "gone"), "spa", Set.of("prod")), Map.of("prod", target), strict)
                : new BrokerSettings(Map.of(), Map.of(), strict);
        var issuer = new TrustedIssuer(
                BACKSTAGE, keys, Set.of(), ceiling, Map.of("realm", ClaimGlob.compile("st*")), "email", types);
        return new TokenExchange(
                settings,
                new ExchangeEnvironment(
                        this::authenticate,
                        new RateLimit(1, 5, time),
                        ExchangeWorld::thumbprint,
                        new ForeignIssuers(
                                new TrustedIssuers(List.of(issuer)),
                                new ForwardedTokens("https://dex.example", keys, Set.of()),
                                new ExternalSessions(Optional.empty())),
                        "https://dex.example",
                        stores.sessions(),
                        fresh,
                        new OwnResources(new Locations(BASE), new ResourceUri(BASE), true),
                        new TokenExchangeClient(sites, Meters.NONE, time),
                        recorder,
                        meters,
                        time,
                        time));
    }

    private static Optional<String> thumbprint(HttpRequest request) {
        if (request.header("DPoP").filter("bad"::equals).isPresent()) {
            throw new OAuthRejection(new OAuthError(400, "invalid_dpop_proof", "bad"));
        }
        return request.header("DPoP");
    }

    private RegisteredClient authenticate(HttpRequest request, FormParameters form) {
        return Optional.ofNullable(clients.get(form.text("client_id").orElse("portal")))
                .orElseThrow(() -> new OAuthRejection(OAuthError.invalidClient("Client authentication failed")));
    }

    /** Claims of Bob at Backstage. */
    JsonObject claims() {
        return JsonObject.of("iss", BACKSTAGE)
                .with("sub", "user:default/bob")
                .with("email", "bob@example.com")
                .with("realm", "staff")
                .with("aud", "anything")
                .with("iat", time.instant().getEpochSecond())
                .with("exp", time.instant().plus(Duration.ofHours(1)).getEpochSecond());
    }

    String bob() {
        return KEY.sign(claims());
    }

    JsonObject issued() {
        return JsonObject.of("access_token", prodToken("https://dex.prod.example"))
                .with("issued_token_type", TokenExchangeClient.ID_TOKEN)
                .with("token_type", "bearer")
                .with("expires_in", 7200);
    }

    /** Lasts an hour. */
    String prodToken(String issuer) {
        return PROD_KEY.sign(JsonObject.of("iss", issuer)
                .with("sub", "bob")
                .with("exp", time.instant().plus(Duration.ofHours(1)).getEpochSecond()));
    }

    void prodAnswers(JsonObject answer) {
        sites.serve(PROD_TOKENS, FakeSites.Answer.json(Json.text(answer)));
    }

    Query sent() {
        return Query.parse(new String(sites.requests().getLast().body(), StandardCharsets.UTF_8));
    }

    /** An access token of Alice that was issued to a client. */
    String own(String client, List<String> resources, Optional<String> key) {
        var number = sessions++;
        var session = new SessionId("session-" + number);
        var expiry = time.instant().plus(Duration.ofMinutes(30));
        var id = new ClientId(client);
        stores.providerTokens()
                .save(
                        ALICE,
                        new ProviderTokens(
                                new Secret("provider-access"),
                                Optional.empty(),
                                Optional.of(new Secret("id-token-of-alice")),
                                Optional.of(expiry),
                                time.instant()),
                        expiry);
        stores.sessions()
                .start(
                        new LoginSession(session, ALICE, id, 0, time.instant(), expiry, Optional.empty()),
                        granted("own-" + number, session, id, resources, key),
                        granted("refresh-" + number, session, id, resources, key));
        return "own-" + number;
    }

    private GrantedToken granted(
            String value, SessionId session, ClientId client, List<String> resources, Optional<String> key) {
        return new GrantedToken(
                TokenHash.of(value),
                session,
                ALICE,
                client,
                Scopes.of("openid"),
                resources,
                key,
                0,
                time.instant(),
                time.instant().plus(Duration.ofMinutes(30)));
    }

    /** Bob's token for {@code prod}, save what is said otherwise; an empty value leaves a parameter out, lines repeat it. */
    static Map<String, String> form(String token, String... more) {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", GRANT);
        form.put("subject_token", token);
        form.put("subject_token_type", TokenExchangeClient.ID_TOKEN);
        form.put("audience", "prod");
        for (var i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        return form;
    }

    Result exchange(String... more) {
        return exchange(grant(), Headers.EMPTY, form(bob(), more));
    }

    static Result exchange(TokenExchange grant, Headers headers, Map<String, String> form) {
        var body = new ArrayList<String>();
        form.forEach((name, values) -> values.lines()
                .forEach(value -> body.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8))));
        var request = HttpRequest.of(
                "POST", "/oauth/token", headers, String.join("&", body).getBytes(StandardCharsets.UTF_8));
        try {
            var answer = grant.answer(
                    request, FormParameters.of(request), new Requester("127.0.0.1", "127.0.0.1", "agent", "request"));
            return new Result(200, "", answer);
        } catch (OAuthRejection e) {
            return new Result(e.error().status(), e.error().code(), JsonObject.EMPTY);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What came of it. */
    record Result(int status, String error, JsonObject answer) {
        String text(String name) {
            return answer.text(name, "");
        }
    }
}
