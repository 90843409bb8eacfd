package io.muster.authserver.resource;

import io.muster.authserver.fakes.FakeFreshTokens;
import io.muster.authserver.fakes.FakeMeters;
import io.muster.authserver.fakes.FakeProvider;
import io.muster.authserver.fakes.FakeStores;
import io.muster.authserver.fakes.Recorder;
import io.muster.authserver.limit.RateLimit;
import io.muster.authserver.protocol.Answers;
import io.muster.authserver.protocol.Locations;
import io.muster.authserver.protocol.OwnResources;
import io.muster.authserver.protocol.Requester;
import io.muster.authserver.session.SessionEvents;
import io.muster.authserver.store.GrantedToken;
import io.muster.authserver.store.LoginSession;
import io.muster.authserver.store.ProviderTokens;
import io.muster.authserver.store.TokenHash;
import io.muster.authserver.store.User;
import io.muster.authserver.token.ProofOfPossession;
import io.muster.oauth.Caller;
import io.muster.oauth.ClientId;
import io.muster.oauth.ResourceUri;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.oauth.jose.JwkSet;
import io.muster.oauth.jose.KeySet;
import io.muster.testkit.ManualTime;
import io.muster.testkit.TestKey;
import io.muster.wire.http.Authenticator;
import io.muster.wire.http.Body;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A resource server, Alice with a session, an identity provider that knows her, and issuers that are trusted. */
final class ResourceWorld {
    static final String BASE = "https://muster.example";
    static final Locations LOCATIONS = new Locations(BASE);
    static final Subject ALICE = new Subject("alice");
    static final User USER = new User(
            ALICE, "alice@example.com", true, "Alice", "Al", "", "https://pics.example/a", "", List.of("admins"));
    static final TestKey DEX_KEY = TestKey.create("dex");
    static final TestKey CI_KEY = TestKey.create("ci");
    static final String CI = "https://ci.example";

    final ManualTime time = new ManualTime();
    final FakeStores stores = new FakeStores(time);
    final FakeProvider provider = new FakeProvider();
    final FakeFreshTokens fresh = new FakeFreshTokens(stores.providerTokens());
    final Recorder recorder = new Recorder();
    final FakeMeters meters = new FakeMeters();
    final List<Runnable> background = new ArrayList<>();
    final ResourceContext context;
    ResourceServer server;
    private TrustedIssuer issuer = trusted(Map.of(), Set.of());
    private KeySet dexKeys = keys(DEX_KEY);
    private boolean upstream;
    private UserInfoPolicy policy = new UserInfoPolicy.Off();
    private int tokens;

    ResourceWorld() {
        var answers = new Answers(LOCATIONS);
        context = new ResourceContext(
                new RateLimit(100, 200, time),
                new SessionEvents(recorder, time),
                recorder,
                _ -> new Requester("127.0.0.1", "127.0.0.1", "agent", "request"),
                LOCATIONS,
                answers,
                meters,
                time);
        providerTokens("provider-access", Optional.of(time.instant().plus(Duration.ofHours(1))));
        provider.knows("provider-access", USER);
        server = build(true);
    }

    ResourceWorld acceptingUpstreamTokens() {
        upstream = true;
        server = build(true);
        return this;
    }

    ResourceWorld asking(UserInfoPolicy chosen) {
        policy = chosen;
        server = build(true);
        return this;
    }

    ResourceWorld trusting(TrustedIssuer trusted) {
        issuer = trusted;
        server = build(true);
        return this;
    }

    ResourceWorld withKeysOfTheProvider(KeySet keys) {
        dexKeys = keys;
        server = build(true);
        return this;
    }

    ResourceWorld silentWithoutCredentials() {
        server = build(false);
        return this;
    }

    private ResourceServer build(boolean errorWithoutCredentials) {
        var own = new OwnResources(LOCATIONS, new ResourceUri(BASE), true);
        return new ResourceServer(
                new ResourceSettings(own, true, upstream, policy, errorWithoutCredentials),
                stores,
                new ForeignIssuers(
                        new TrustedIssuers(List.of(issuer)),
                        new ForwardedTokens("https://dex.example", dexKeys, Set.of("kube")),
                        new ExternalSessions(Optional.empty())),
                new ProviderAccess(provider, fresh, time, background::add),
                new ProofOfPossession(stores.replays(), request -> Set.of(LOCATIONS.url(request.path())), time),
                context);
    }

    static TrustedIssuer trusted(Map<String, ClaimGlob> claims, Set<String> types) {
        return new TrustedIssuer(CI, keys(CI_KEY), Set.of(), Scopes.NONE, claims, "sub", types);
    }

    static KeySet keys(TestKey key) {
        return KeySet.fixed(
                JwkSet.parse(JsonObject.of("keys", JsonArray.of(key.jwk()))).orElseThrow());
    }

    void providerTokens(String access, Optional<Instant> expiry) {
        stores.providerTokens().save(ALICE, tokens(access, expiry), Instant.MAX);
    }

    ProviderTokens tokens(String access, Optional<Instant> expiry) {
        return new ProviderTokens(
                new Secret(access),
                Optional.of(new Secret("provider-refresh")),
                Optional.of(new Secret("id-token")),
                expiry,
                time.instant());
    }

    /** An access token of Alice, for this server. */
    String token() {
        return token(List.of(BASE), Optional.empty(), Scopes.of("openid"));
    }

    String token(List<String> resources, Optional<String> dpopKey, Scopes scopes) {
        var number = tokens++;
        var session = new SessionId("session-" + number);
        var expiry = time.instant().plus(Duration.ofMinutes(30));
        stores.sessions()
                .start(
                        new LoginSession(
                                session,
                                ALICE,
                                new ClientId("app"),
                                0,
                                time.instant(),
                                time.instant().plus(Duration.ofDays(30)),
                                Optional.empty()),
                        granted("access-" + number, session, resources, dpopKey, scopes, expiry),
                        granted("refresh-" + number, session, resources, dpopKey, scopes, expiry));
        return "access-" + number;
    }

    private GrantedToken granted(
            String value,
            SessionId session,
            List<String> resources,
            Optional<String> dpopKey,
            Scopes scopes,
            Instant expiry) {
        return new GrantedToken(
                TokenHash.of(value),
                session,
                ALICE,
                new ClientId("app"),
                scopes,
                resources,
                dpopKey,
                0,
                time.instant(),
                expiry);
    }

    void runBackground() {
        background.forEach(Runnable::run);
        background.clear();
    }

    Attempt bearer(String token) {
        return show(Headers.of("Authorization", "Bearer " + token));
    }

    Attempt show(Headers headers) {
        return show("/mcp", headers);
    }

    Attempt show(String path, Headers headers) {
        return new Attempt(server.admit(HttpRequest.of("POST", path, headers, new byte[0])));
    }

    /** What came of a request. */
    record Attempt(Authenticator.Admission<Caller> admission) {
        Optional<Caller> caller() {
            return admission instanceof Authenticator.Admitted<Caller>(var caller)
                    ? Optional.of(caller)
                    : Optional.empty();
        }

        String session() {
            return caller().map(caller -> caller.session().value()).orElse("");
        }

        int status() {
            return admission instanceof Authenticator.Answered<Caller>(var response) ? response.status() : 200;
        }

        HttpResponse response() {
            return ((Authenticator.Answered<Caller>) admission).response();
        }

        List<String> challenges() {
            return response().headers().all("WWW-Authenticate");
        }

        String body() {
            return response().body() instanceof Body.Bytes(var content)
                    ? new String(content, StandardCharsets.UTF_8)
                    : "";
        }
    }

    /** Claims of a token for this server that is good for an hour. */
    JsonObject claims(String issuer, String subject, String audience) {
        return JsonObject.of("iss", issuer)
                .with("sub", subject)
                .with("aud", audience)
                .with("iat", time.instant().getEpochSecond())
                .with("exp", time.instant().plus(Duration.ofHours(1)).getEpochSecond());
    }

    /** Signed by the trusted issuer, with that type; none when empty. */
    static String signed(TestKey key, String type, JsonObject claims) {
        var header = JsonObject.of("alg", key.algorithm()).with("kid", key.id());
        return key.sign(type.isEmpty() ? header : header.with("typ", type), claims);
    }
}
