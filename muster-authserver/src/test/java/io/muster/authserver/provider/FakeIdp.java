package io.muster.authserver.provider;

import io.muster.testkit.TestKey;
import io.muster.wire.http.Headers;
import io.muster.wire.http.Query;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.outbound.OutboundRequest;
import io.muster.wire.outbound.OutboundResponse;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** An OpenID provider behind an outbound client: it has keys, knows one user, and takes every refresh token once. */
public final class FakeIdp implements OutboundClient {
    public static final String ISSUER = "https://dex.example";
    public static final String CLIENT = "muster";

    private final InstantSource clock;
    private final TestKey key = TestKey.create("k1");
    private final List<OutboundRequest> requests = new ArrayList<>();
    private final Map<String, Answer> fixed = new HashMap<>();
    private UnaryOperator<JsonObject> claims = UnaryOperator.identity();
    private UnaryOperator<JsonObject> metadata = UnaryOperator.identity();
    private UnaryOperator<JsonObject> answer = UnaryOperator.identity();
    private JsonObject user = JsonObject.of("sub", "alice")
            .with("email", "alice@example.com")
            .with("email_verified", true)
            .with("name", "Alice");
    private String nonce = "";
    private boolean signing = true;
    private int refreshes;

    private record Answer(int status, String body) {}

    public FakeIdp(InstantSource clock) {
        this.clock = clock;
    }

    /** Answers requests for the path with that status, until {@link #recover}. */
    public void answer(String path, int status, String body) {
        fixed.put(path, new Answer(status, body));
    }

    /** Gives no answer on the path. */
    public void fail(String path, OutboundException.Kind kind) {
        fixed.put(path, new Answer(-1, kind.name()));
    }

    public void recover(String path) {
        fixed.remove(path);
    }

    /** Issues ID tokens with other claims. */
    public void claims(UnaryOperator<JsonObject> change) {
        claims = change;
    }

    public void metadata(UnaryOperator<JsonObject> change) {
        metadata = change;
    }

    /** Changes what the token endpoint answers. */
    public void tokens(UnaryOperator<JsonObject> change) {
        answer = change;
    }

    public void user(JsonObject claims) {
        user = claims;
    }

    /** The nonce of the next login. */
    public void nonce(String value) {
        nonce = value;
    }

    /** Publishes no keys and signs nothing, as test providers do. */
    public void publishNoKeys() {
        signing = false;
    }

    public synchronized List<OutboundRequest> requests() {
        return List.copyOf(requests);
    }

    public synchronized List<OutboundRequest> requests(String path) {
        return requests.stream()
                .filter(request -> request.uri().getPath().equals(path))
                .toList();
    }

    public Query form(OutboundRequest request) {
        return Query.parse(new String(request.body(), StandardCharsets.UTF_8));
    }

    public Query lastForm(String path) {
        return form(requests(path).getLast());
    }

    /** An ID token as it would be issued now. */
    public String idToken() {
        var now = clock.instant().getEpochSecond();
        var plain = JsonObject.of("iss", ISSUER)
                .with("sub", "alice")
                .with("aud", CLIENT)
                .with("iat", now)
                .with("exp", now + 3600);
        var complete = claims.apply(nonce.isEmpty() ? plain : plain.with("nonce", nonce));
        return signing ? key.sign(complete) : unsigned(complete);
    }

    /** Anything, signed with the key that is published. */
    public String sign(byte[] header, byte[] claims) {
        return key.sign(header, claims);
    }

    public static String unsigned(JsonObject claims) {
        return TestKey.part(Json.bytes(JsonObject.of("alg", "none"))) + "." + TestKey.part(Json.bytes(claims))
                + ".c2ln";
    }

    @Override
    public synchronized OutboundResponse send(OutboundRequest request) {
        requests.add(request);
        var path = request.uri().getPath();
        var set = fixed.get(path);
        if (set != null && set.status() < 0) {
            throw new OutboundException(OutboundException.Kind.valueOf(set.body()), "no answer");
        }
        return set != null
                ? new Response(set.status(), set.body())
                : new Response(200, Json.text(content(request, path)));
    }

    private JsonValue content(OutboundRequest request, String path) {
        return switch (path) {
            case "/.well-known/openid-configuration" -> metadata.apply(document());
            case "/keys" -> JsonObject.of("keys", keys());
            case "/token" -> answer.apply(issued(form(request)));
            case "/userinfo" -> user;
            default -> JsonObject.EMPTY;
        };
    }

    private JsonValue keys() {
        return JsonArray.of(signing ? List.of(key.jwk()) : List.of());
    }

    private JsonObject issued(Query form) {
        var refreshing = form.get("grant_type").orElse("").equals("refresh_token");
        refreshes += refreshing ? 1 : 0;
        return JsonObject.of("access_token", "access-" + refreshes)
                .with("token_type", "bearer")
                .with("expires_in", 1800)
                .with("refresh_token", "refresh-" + refreshes)
                .with("id_token", idToken());
    }

    public static JsonObject document() {
        return JsonObject.of("issuer", ISSUER)
                .with("authorization_endpoint", ISSUER + "/auth")
                .with("token_endpoint", ISSUER + "/token")
                .with("jwks_uri", ISSUER + "/keys")
                .with("userinfo_endpoint", ISSUER + "/userinfo")
                .with("revocation_endpoint", ISSUER + "/revoke")
                .with(
                        "token_endpoint_auth_methods_supported",
                        JsonArray.of(
                                List.of(new JsonString("client_secret_basic"), new JsonString("client_secret_post"))));
    }

    public Instant now() {
        return clock.instant();
    }

    @Override
    public void close() {}

    private record Response(int status, String text) implements OutboundResponse {
        @Override
        public Headers headers() {
            return Headers.of("Content-Type", "application/json");
        }

        @Override
        public InputStream body() {
            return new ByteArrayInputStream(bytes());
        }

        @Override
        public byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void close() {}
    }
}
