package io.muster.verify.login;

import io.muster.oauth.Secret;
import io.muster.oauth.codeflow.Pkce;
import io.muster.verify.login.DoorServer.Knock;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.http.Query;
import io.muster.wire.http.Router;
import io.muster.wire.http.engine.HttpServer;
import io.muster.wire.http.engine.HttpServerOptions;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Behaves as Atlassian does: no metadata of the resource; that of an authorization server at the host of the MCP server, and
 * naming as issuer another host, which knows nothing of it; half of the endpoints here and half there; anybody may register;
 * refresh tokens are good once. Whoever opens its page agrees at once. Thread-safe.
 */
final class AtlassianDouble implements AutoCloseable {
    private static final String CLIENT = "registered";

    private final HttpServer issuer;
    private final DoorServer server;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<String, Query> authorized = new ConcurrentHashMap<>();
    private final Set<String> accessTokens = ConcurrentHashMap.newKeySet();
    private final Set<String> refreshTokens = ConcurrentHashMap.newKeySet();
    private final Set<String> redirectUris = ConcurrentHashMap.newKeySet();

    AtlassianDouble() {
        this.issuer = HttpServer.start(
                HttpServerOptions.bind("127.0.0.1", 0),
                Router.builder()
                        .post("/v1/register", this::register)
                        .post("/v1/token", this::token)
                        .build());
        this.server = DoorServer.open(
                this::refusal,
                Router.builder()
                        .get("/.well-known/oauth-authorization-server", _ -> json(200, metadata()))
                        .get("/v1/authorize", this::authorize)
                        .build());
    }

    String url() {
        return server.url();
    }

    private String issuer() {
        return "http://127.0.0.1:" + issuer.port();
    }

    private JsonObject metadata() {
        return JsonObject.of("issuer", issuer())
                .with("authorization_endpoint", server.origin() + "/v1/authorize")
                .with("token_endpoint", issuer() + "/v1/token")
                .with("registration_endpoint", issuer() + "/v1/register")
                .with("response_types_supported", JsonArray.ofStrings(List.of("code")))
                .with(
                        "token_endpoint_auth_methods_supported",
                        JsonArray.ofStrings(List.of("client_secret_basic", "client_secret_post", "none")))
                .with("code_challenge_methods_supported", JsonArray.ofStrings(List.of("plain", "S256")));
    }

    private Optional<HttpResponse> refusal(Knock knock) {
        return accessTokens.contains(knock.bearer())
                ? Optional.empty()
                : Optional.of(HttpResponse.of(401)
                        .with("WWW-Authenticate", "Bearer realm=\"OAuth\", error=\"invalid_token\""));
    }

    private HttpResponse register(HttpRequest request) {
        var asked = Json.parseObject(text(request));
        asked.values("redirect_uris")
                .forEach(uri -> redirectUris.add(uri.toString().replace("\"", "")));
        return json(201, asked.with("client_id", CLIENT));
    }

    private HttpResponse authorize(HttpRequest request) {
        var asked = request.query();
        var redirectUri = asked.get("redirect_uri").orElse("");
        if (!redirectUris.contains(redirectUri)
                || !asked.get("client_id").equals(Optional.of(CLIENT))
                || !asked.get("code_challenge_method").equals(Optional.of("S256"))) {
            return HttpResponse.text(400, "not so: " + asked.raw());
        }
        var code = "code-" + numbers.incrementAndGet();
        authorized.put(code, asked);
        var answer = Map.of("code", code, "state", asked.get("state").orElse(""));
        return HttpResponse.of(302).with("Location", redirectUri + "?" + Browser.encoded(answer));
    }

    private HttpResponse token(HttpRequest request) {
        var form = Query.parse(text(request));
        var good = switch (form.get("grant_type").orElse("")) {
            case "authorization_code" -> isRedeemable(form);
            case "refresh_token" ->
                refreshTokens.remove(form.get("refresh_token").orElse(""));
            default -> false;
        };
        return good ? json(200, issued()) : json(400, JsonObject.of("error", "invalid_grant"));
    }

    private boolean isRedeemable(Query form) {
        var asked = authorized.remove(form.get("code").orElse(""));
        var verifier = new Pkce(new Secret(form.get("code_verifier").orElse("")));
        return asked != null
                && asked.get("code_challenge")
                        .filter(verifier.challenge()::equals)
                        .isPresent()
                && asked.get("redirect_uri").equals(form.get("redirect_uri"));
    }

    private JsonObject issued() {
        var number = numbers.incrementAndGet();
        accessTokens.add("access-" + number);
        refreshTokens.add("refresh-" + number);
        return JsonObject.of("access_token", "access-" + number)
                .with("token_type", "bearer")
                .with("expires_in", 1800)
                .with("refresh_token", "refresh-" + number);
    }

    /** How many requests came with a token that is not good. */
    int refused() {
        return server.refused();
    }

    private static String text(HttpRequest request) {
        return new String(request.body().bytes(), StandardCharsets.UTF_8);
    }

    private static HttpResponse json(int status, JsonObject content) {
        return HttpResponse.json(status, Json.bytes(content));
    }

    @Override
    public void close() {
        try (server) {
            issuer.close(Duration.ZERO);
        }
    }
}
