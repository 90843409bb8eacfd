package io.muster.authserver.token;

import io.muster.authserver.fakes.FakeFreshTokens;
import io.muster.authserver.fakes.FakeMeters;
import io.muster.authserver.fakes.FakeProvider;
import io.muster.authserver.fakes.FakeStores;
import io.muster.authserver.fakes.Recorder;
import io.muster.authserver.limit.RateLimit;
import io.muster.authserver.protocol.Answers;
import io.muster.authserver.protocol.FormParameters;
import io.muster.authserver.protocol.Locations;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.protocol.OwnResources;
import io.muster.authserver.protocol.RandomTokens;
import io.muster.authserver.protocol.Requester;
import io.muster.authserver.session.SessionEvents;
import io.muster.authserver.store.AuthorizedCode;
import io.muster.authserver.store.ProviderTokens;
import io.muster.authserver.store.RegisteredClient;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.ClientId;
import io.muster.oauth.ResourceUri;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.Body;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A token endpoint and what surrounds it: Alice, her provider tokens, some clients, stores that may be shared. */
final class TokenWorld {
    static final String BASE = "https://muster.example";
    static final String REDIRECT = "https://app.example/callback";
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    static final Subject ALICE = new Subject("alice");
    static final RegisteredClient APP = client("app", JsonObject.of("token_endpoint_auth_method", "none"));
    static final RegisteredClient OTHER = client("other", JsonObject.of("token_endpoint_auth_method", "none"));
    static final RegisteredClient SERVICE =
            client("service", JsonObject.of("token_endpoint_auth_method", "client_secret_post"));
    private static final Locations LOCATIONS = new Locations(BASE);

    final ManualTime time;
    final FakeStores stores;
    final FakeProvider provider = new FakeProvider();
    final Recorder recorder = new Recorder();
    final Background background = new Background();
    final FakeMeters meters = new FakeMeters();
    final FakeFreshTokens fresh;
    final TokenEndpoint endpoint;
    final RevocationEndpoint revocation;
    final IntrospectionEndpoint introspection;
    final SessionRefresh refresh;
    final LoginSessions sessions;
    private final Map<String, RegisteredClient> clients = new LinkedHashMap<>();
    private int codes;

    TokenWorld() {
        this(TokenLifetimes.defaults());
    }

    TokenWorld(TokenLifetimes lifetimes) {
        this(lifetimes, new ManualTime(), null, Duration.ZERO);
    }

    private TokenWorld(TokenLifetimes lifetimes, ManualTime time, @Nullable FakeStores shared, Duration ahead) {
        this.time = time;
        this.stores = shared == null ? new FakeStores(time) : shared;
        InstantSource clock = () -> time.instant().plus(ahead);
        var random = new SecureRandom();
        var own = new OwnResources(LOCATIONS, new ResourceUri(BASE), true);
        var issuer = new TokenIssuer(TokenFormat.opaque(new RandomTokens(random)), new RandomTokens(random), lifetimes);
        var events = new SessionEvents(recorder, time);
        var upstream = new UpstreamRevocation(stores, provider, recorder, clock, time, background);
        sessions = new LoginSessions(stores, upstream, events, recorder, clock);
        var with = new GrantEnvironment(stores, own, lifetimes, issuer, sessions, events, recorder, meters, clock);
        fresh = new FakeFreshTokens(stores.providerTokens());
        var at = new EndpointContext(
                this::authenticate,
                new RateLimit(100, 200, clock),
                TokenWorld::requester,
                recorder,
                new Answers(LOCATIONS),
                meters,
                clock);
        endpoint = new TokenEndpoint(
                at,
                request -> request.header("DPoP"),
                new AuthorizationCodeGrant(with),
                new RefreshGrant(with, fresh, random),
                Grant.NOT_OFFERED);
        revocation = new RevocationEndpoint(at, with);
        introspection = new IntrospectionEndpoint(at, with, LOCATIONS, Set.of(new ClientId("gateway")));
        refresh = new SessionRefresh(stores.sessions(), fresh, events, clock);
        List.of(APP, OTHER, SERVICE).forEach(this::register);
        if (shared == null) {
            providerTokens(time.instant().plus(Duration.ofHours(1)));
        }
    }

    /** A second process with the same stores, whose clock is ahead. */
    TokenWorld replica(TokenLifetimes lifetimes, Duration ahead) {
        return new TokenWorld(lifetimes, time, stores, ahead);
    }

    void register(RegisteredClient client) {
        clients.put(client.id().value(), client);
        stores.clients().put(client);
    }

    static RegisteredClient client(String id, JsonObject metadata) {
        return new RegisteredClient(
                new ClientId(id),
                Optional.empty(),
                RegisteredClient.Origin.OPEN,
                metadata,
                Instant.EPOCH,
                Optional.empty());
    }

    ProviderTokens providerTokens(Instant expiry) {
        var tokens = new ProviderTokens(
                new Secret("provider-access"),
                Optional.of(new Secret("provider-refresh")),
                Optional.of(new Secret("id-token")),
                Optional.of(expiry),
                time.instant());
        stores.providerTokens().save(ALICE, tokens, Instant.MAX);
        return tokens;
    }

    static Requester requester(HttpRequest request) {
        return new Requester("127.0.0.1", "127.0.0.1", "agent", "request");
    }

    /** Confidential clients send {@code client_secret=good}. */
    private RegisteredClient authenticate(HttpRequest request, FormParameters form) {
        var id = form.required("client_id", "client_id is required");
        var client = Optional.ofNullable(clients.get(id));
        if (client.isEmpty()
                || (!client.get().isPublic() && !form.text("client_secret").equals(Optional.of("good")))) {
            throw new OAuthRejection(OAuthError.invalidClient("Client authentication failed"));
        }
        return client.get();
    }

    /** A code as {@code authorize} issues it. */
    AuthorizedCode authorized(RegisteredClient client) {
        return new AuthorizedCode(
                new SessionId("session-" + codes),
                client.id(),
                REDIRECT,
                ALICE,
                Scopes.of("openid", "email"),
                List.of(BASE),
                CHALLENGE,
                Optional.empty(),
                Optional.empty(),
                "REF-1",
                time.instant().plus(Duration.ofMinutes(10)));
    }

    String issue(AuthorizedCode authorized) {
        var code = "code-" + codes++;
        stores.flows().issue(TokenHash.of(code), authorized);
        return code;
    }

    /** Logs Alice in at a client. */
    Answer login(RegisteredClient client) {
        return redeem(issue(authorized(client)), "client_id", client.id().value(), "client_secret", "good");
    }

    Answer redeem(String code, String... more) {
        return redeem(Headers.EMPTY, code, more);
    }

    Answer redeem(Headers headers, String code, String... more) {
        var form = new ArrayList<>(List.of("grant_type", "authorization_code", "code", code));
        form.addAll(List.of("redirect_uri", REDIRECT, "code_verifier", VERIFIER));
        return post(endpoint, headers, merged(form, more));
    }

    Answer refresh(String token, String... more) {
        return refresh(Headers.EMPTY, token, more);
    }

    Answer refresh(Headers headers, String token, String... more) {
        var form = List.of("grant_type", "refresh_token", "refresh_token", token, "client_id", "app");
        return post(endpoint, headers, merged(form, more));
    }

    Answer revoke(String... form) {
        return post(revocation, Headers.EMPTY, merged(List.of(), form));
    }

    Answer introspect(String token) {
        return introspect("token", token, "client_id", "service", "client_secret", "good");
    }

    Answer introspect(String... form) {
        return post(introspection, Headers.EMPTY, merged(List.of(), form));
    }

    boolean accepts(String accessToken) {
        return stores.sessions()
                .access(TokenHash.of(accessToken), time.instant())
                .isPresent();
    }

    /** Later values replace earlier ones; empty ones remove; {@code +name} adds. */
    private static List<String> merged(List<String> form, String... more) {
        var all = new ArrayList<>(form);
        for (var i = 0; i < more.length; i += 2) {
            var name = more[i];
            if (!name.startsWith("+")) {
                for (var at = 0; at < all.size(); at += 2) {
                    if (all.get(at).equals(name)) {
                        all.remove(at);
                        all.remove(at);
                        at -= 2;
                    }
                }
            }
            all.add(name.startsWith("+") ? name.substring(1) : name);
            all.add(more[i + 1]);
        }
        return all;
    }

    Answer post(HttpHandler handler, Headers headers, List<String> form) {
        var body = new StringBuilder();
        for (var i = 0; i < form.size(); i += 2) {
            body.append(i == 0 ? "" : "&").append(form.get(i)).append('=');
            body.append(URLEncoder.encode(form.get(i + 1), StandardCharsets.UTF_8));
        }
        var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        return Answer.of(handler.handle(HttpRequest.of("POST", "/oauth/token", headers, bytes)));
    }

    /** An answer and its document. */
    record Answer(int status, JsonObject body, HttpResponse response) {
        static Answer of(HttpResponse response) {
            var json = response.body() instanceof Body.Bytes(var content)
                            && Json.parse(content) instanceof JsonObject object
                    ? object
                    : JsonObject.EMPTY;
            return new Answer(response.status(), json, response);
        }

        String text(String name) {
            return body.text(name, "");
        }

        String error() {
            return text("error");
        }

        String access() {
            return text("access_token");
        }

        String refresh() {
            return text("refresh_token");
        }
    }
}
