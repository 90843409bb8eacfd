package io.muster.authserver;

import io.muster.authserver.client.GuardedWeb;
import io.muster.authserver.client.HostAddresses;
import io.muster.authserver.config.AuthServerConfig;
import io.muster.authserver.fakes.Recorder;
import io.muster.authserver.provider.FakeIdp;
import io.muster.authserver.provider.LoginProvider;
import io.muster.authserver.provider.ProviderSettings;
import io.muster.authserver.provider.ProviderSettings.IdTokenChecking;
import io.muster.authserver.provider.Providers;
import io.muster.authserver.store.ClientStore;
import io.muster.authserver.store.FlowStore;
import io.muster.authserver.store.ProviderTokenStore;
import io.muster.authserver.store.ReplayGuard;
import io.muster.authserver.store.SessionStore;
import io.muster.authserver.store.Stores;
import io.muster.authserver.store.UserStore;
import io.muster.authserver.store.memory.Capacity;
import io.muster.authserver.store.memory.MemoryStores;
import io.muster.oauth.Secret;
import io.muster.oauth.store.HashStore;
import io.muster.testkit.FakeSites;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.Body;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.http.Query;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.decode.Decoded;
import io.muster.wire.json.decode.Decoder;
import io.muster.wire.meter.Meters;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.outbound.OutboundRequest;
import io.muster.wire.outbound.OutboundResponse;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The assembled server in the production profile: real stores, an identity provider, sites of clients, and a browser that
 * keeps cookies and agrees to everything.
 */
public final class AuthServerWorld {
    public static final String ISSUER = "https://muster.example";
    public static final String REDIRECT = "https://client.example/cb";
    public static final String DOCUMENT = "https://client.example/client.json";
    static final String STATE = "s".repeat(32);
    public static final String VERIFIER = "v".repeat(43);

    public final ManualTime time = new ManualTime();
    public final FakeIdp idp = new FakeIdp(time);
    public final FakeSites sites = new FakeSites();
    private final Recorder recorder = new Recorder();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AuthServer server;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    private AuthServerWorld(String provider, UnaryOperator<JsonObject> change) {
        this.server = AuthServer.create(
                config(change.apply(block(provider))),
                new Watched(MemoryStores.open(Capacity.DEFAULT, time, time, new Random(1)), closed),
                provider.equals("dex") ? dex() : google(),
                environment());
    }

    static AuthServerWorld atDex() {
        return new AuthServerWorld("dex", UnaryOperator.identity());
    }

    static AuthServerWorld at(String provider) {
        return new AuthServerWorld(provider, UnaryOperator.identity());
    }

    /** @param change of the configuration */
    public static AuthServerWorld atDex(UnaryOperator<JsonObject> change) {
        return new AuthServerWorld("dex", change);
    }

    private static JsonObject block(String provider) {
        var access = JsonObject.of("clientId", FakeIdp.CLIENT)
                .with("clientSecret", "secret")
                .with("issuerUrl", FakeIdp.ISSUER);
        return JsonObject.of("baseUrl", ISSUER)
                .with("provider", provider)
                .with(provider, access)
                .with("storage", JsonObject.of("type", "memory"))
                .with("allowPublicClientRegistration", true);
    }

    private static AuthServerConfig config(JsonObject block) {
        return switch (Decoder.decode(block, AuthServerConfig::read)) {
            case Decoded.Valid<AuthServerConfig>(var config, var _) -> config;
            case Decoded.Invalid<AuthServerConfig>(var problems) ->
                throw new IllegalArgumentException(problems.toString());
        };
    }

    private LoginProvider dex() {
        return Providers.dex(settings(), Optional.empty(), () -> Set.of("kubernetes"), idp, Meters.NONE, time);
    }

    private LoginProvider google() {
        idp.claims(claims -> claims.with("iss", "https://accounts.google.com"));
        idp.user(JsonObject.of("id", "alice").with("email", "alice@example.com"));
        return Providers.google(settings(), new AsGoogle(idp), Meters.NONE, time);
    }

    private static ProviderSettings settings() {
        return new ProviderSettings(
                FakeIdp.ISSUER,
                FakeIdp.CLIENT,
                new Secret("secret"),
                ISSUER + "/oauth/callback",
                IdTokenChecking.STRICT);
    }

    private AuthServerEnvironment environment() {
        HostAddresses dns = _ -> List.of(InetAddress.ofLiteral("93.184.216.34"));
        return new AuthServerEnvironment(
                new GuardedWeb(sites, sites),
                _ -> sites,
                dns,
                recorder,
                false,
                recorder,
                Meters.NONE,
                time,
                time,
                Runnable::run,
                new Random(2),
                "1.2.3");
    }

    public AuthServer server() {
        return server;
    }

    boolean isClosed() {
        return closed.get();
    }

    /** What a listener of sessions has heard. */
    List<String> heard() {
        return recorder.heard();
    }

    /** A client that registers itself. */
    public String register() {
        var answer = send(
                "POST",
                "/oauth/register",
                Headers.of("Content-Type", "application/json"),
                "{\"client_name\":\"App\",\"token_endpoint_auth_method\":\"none\",\"redirect_uris\":[\"" + REDIRECT
                        + "\"]}");
        return json(answer).text("client_id", "");
    }

    /** A client that describes itself under a URL. */
    String publish() {
        var document = JsonObject.of("client_id", DOCUMENT)
                .with("client_name", "App")
                .with("redirect_uris", JsonArray.ofStrings(List.of(REDIRECT)));
        sites.serve(DOCUMENT, FakeSites.Answer.json(Json.text(document)));
        return DOCUMENT;
    }

    /** The tokens of a client that registers itself and whose user logs in. */
    JsonObject logIn() {
        return logIn(register());
    }

    public JsonObject logIn(String client) {
        return redeem(client, code(client));
    }

    /** What the client gets for its redirect URI. */
    public String code(String client) {
        return location(callback(client, idp::nonce)).getOrDefault("code", "");
    }

    /**
     * The answer to a browser that comes back from the identity provider.
     *
     * @param provider hears the nonce of the login and prepares what the provider will say
     */
    public HttpResponse callback(String client, Consumer<String> provider) {
        var away = agreed(get("/oauth/authorize?" + form(request(client))));
        var sent = location(away);
        provider.accept(sent.getOrDefault("nonce", ""));
        return get("/oauth/callback?code=code&state=" + sent.get("state"));
    }

    public static Map<String, String> request(String client) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("response_type", "code");
        parameters.put("client_id", client);
        parameters.put("redirect_uri", REDIRECT);
        parameters.put("state", STATE);
        parameters.put("code_challenge", challenge());
        parameters.put("code_challenge_method", "S256");
        parameters.put("scope", "openid profile email offline_access");
        return parameters;
    }

    private HttpResponse agreed(HttpResponse page) {
        return page.status() == 200
                ? post(
                        "/oauth/consent",
                        Map.of("consent", field(page, "consent"), "csrf", field(page, "csrf"), "decision", "allow"))
                : page;
    }

    private JsonObject redeem(String client, String code) {
        return redeem(JsonObject.of("client_id", client), code);
    }

    /** @param client as it was registered, with its secret where it has one */
    JsonObject redeem(JsonObject client, String code) {
        var form = new LinkedHashMap<>(
                Map.of("grant_type", "authorization_code", "code", code, "code_verifier", VERIFIER));
        var id = client.text("client_id", "");
        var secret = client.text("client_secret");
        if (client.text("token_endpoint_auth_method", "").equals("client_secret_basic")) {
            var pair = (id + ":" + secret.orElse("")).getBytes(StandardCharsets.UTF_8);
            var header =
                    Headers.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
            return json(send("POST", "/oauth/token", header, form(form)));
        }
        form.put("client_id", id);
        secret.ifPresent(value -> form.put("client_secret", value));
        return json(post("/oauth/token", form));
    }

    HttpResponse get(String target) {
        return send("GET", target, Headers.EMPTY, "");
    }

    HttpResponse post(String target, Map<String, String> form) {
        return send("POST", target, Headers.EMPTY, form(form));
    }

    private HttpResponse send(String method, String target, Headers headers, String body) {
        var complete = cookies.isEmpty()
                ? headers
                : headers.with(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                .collect(Collectors.joining("; ")));
        var response = send(HttpRequest.of(method, target, complete, body.getBytes(StandardCharsets.UTF_8)));
        response.headers().all("Set-Cookie").forEach(this::keep);
        return response;
    }

    public HttpResponse send(HttpRequest request) {
        var handler = switch (request.path()) {
            case "/oauth/authorize" -> server.login().authorize();
            case "/oauth/consent" -> server.login().consent();
            case "/oauth/callback" -> server.login().callback();
            case "/oauth/token" -> server.token();
            case "/oauth/register" -> server.registration();
            case "/oauth/revoke" -> server.revocation();
            case "/oauth/introspect" -> server.introspection();
            case "/oauth/userinfo" -> server.userInfo();
            default -> server.metadata();
        };
        return handler.handle(request);
    }

    private void keep(String line) {
        var name = line.substring(0, line.indexOf('='));
        if (line.contains("Max-Age=0;")) {
            cookies.remove(name);
        } else {
            cookies.put(name, line.substring(name.length() + 1, line.indexOf(';')));
        }
    }

    /** A request to a protected endpoint. */
    HttpRequest bearer(String token) {
        return HttpRequest.of("POST", "/mcp", Headers.of("Authorization", "Bearer " + token), new byte[0]);
    }

    static Map<String, String> location(HttpResponse answer) {
        return Query.parse(URI.create(answer.headers().first("Location").orElse(""))
                        .getRawQuery())
                .parameters();
    }

    public static JsonObject json(HttpResponse answer) {
        return Json.parseObject(text(answer));
    }

    public static String text(HttpResponse answer) {
        return answer.body() instanceof Body.Bytes(var bytes) ? new String(bytes, StandardCharsets.UTF_8) : "";
    }

    private static String field(HttpResponse page, String name) {
        var found = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(text(page));
        return found.find() ? found.group(1) : "";
    }

    public static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String challenge() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Has the endpoints of Google where the identity provider has its own. */
    private record AsGoogle(FakeIdp idp) implements OutboundClient {
        private static final Map<String, String> PATHS = Map.of(
                "https://oauth2.googleapis.com/token", "/token",
                "https://www.googleapis.com/oauth2/v3/certs", "/keys",
                "https://www.googleapis.com/oauth2/v2/userinfo", "/userinfo");

        @Override
        public OutboundResponse send(OutboundRequest request) {
            var path = PATHS.getOrDefault(request.uri().toString(), "/elsewhere");
            return idp.send(new OutboundRequest(
                    request.method(),
                    URI.create(FakeIdp.ISSUER + path),
                    request.headers(),
                    request.body(),
                    request.deadline()));
        }

        @Override
        public void close() {}
    }

    /** Knows whether it was closed. */
    private record Watched(Stores inner, AtomicBoolean closed) implements Stores {
        @Override
        public ClientStore clients() {
            return inner.clients();
        }

        @Override
        public FlowStore flows() {
            return inner.flows();
        }

        @Override
        public SessionStore sessions() {
            return inner.sessions();
        }

        @Override
        public ProviderTokenStore providerTokens() {
            return inner.providerTokens();
        }

        @Override
        public UserStore users() {
            return inner.users();
        }

        @Override
        public ReplayGuard replays() {
            return inner.replays();
        }

        @Override
        public HashStore hashes() {
            return inner.hashes();
        }

        @Override
        public String description() {
            return inner.description();
        }

        @Override
        public void close() {
            closed.set(true);
            inner.close();
        }
    }
}
