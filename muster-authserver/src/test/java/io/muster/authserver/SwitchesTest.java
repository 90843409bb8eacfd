package io.muster.authserver;

import static io.muster.authserver.AuthServerWorld.ISSUER;
import static io.muster.authserver.AuthServerWorld.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.testkit.FakeSites;
import io.muster.wire.http.Authenticator.Answered;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each key of the configuration that changes what the server does, does so. */
class SwitchesTest {
    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String AS = "/.well-known/oauth-authorization-server";
    private static final String PRM = "/.well-known/oauth-protected-resource/mcp";

    private static AuthServerWorld with(String key, JsonObject value) {
        return AuthServerWorld.atDex(block -> block.with(key, value));
    }

    private static AuthServerWorld with(String key, String value) {
        return AuthServerWorld.atDex(block -> block.with(key, value));
    }

    private static AuthServerWorld with(String key, boolean value) {
        return AuthServerWorld.atDex(block -> block.with(key, value));
    }

    private static AuthServerWorld with(String key, String... values) {
        return AuthServerWorld.atDex(block -> block.with(key, JsonArray.ofStrings(List.of(values))));
    }

    private static AuthServerWorld brokering() {
        var target = JsonObject.of("dexTokenEndpoint", "https://dex.prod.example/token");
        var issuer = JsonObject.of("issuer", "https://ci.example").with("jwksUrl", "https://ci.example/keys");
        var broker = JsonObject.of("targets", JsonObject.of("prod", target))
                .with("clientAudiences", JsonObject.of("portal", JsonArray.ofStrings(List.of("prod"))))
                .with("brokerClients", JsonObject.of("portal", JsonObject.of("clientSecret", "hidden")));
        return AuthServerWorld.atDex(
                block -> block.with("trustedIssuers", JsonArray.of(issuer)).with("tokenExchangeBroker", broker));
    }

    private static HttpResponse exchange(AuthServerWorld world, String... more) {
        var form = new LinkedHashMap<>(Map.of(
                "grant_type", EXCHANGE,
                "subject_token", "x",
                "subject_token_type", "urn:ietf:params:oauth:token-type:jwt"));
        for (var i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        return world.post("/oauth/token", form);
    }

    @Test
    void token_exchange_is_advertised_where_it_is_served() {
        assertThat(json(brokering().get(AS)).values("grant_types_supported")).contains(new JsonString(EXCHANGE));
        assertThat(json(AuthServerWorld.atDex().get(AS)).values("grant_types_supported"))
                .doesNotContain(new JsonString(EXCHANGE));
    }

    @Test
    void clients_of_the_broker_are_known_from_the_start() {
        var world = brokering();
        String[] portal = {"client_id", "portal", "client_secret", "hidden", "audience", "prod"};
        String[] stranger = {"client_id", "portal", "client_secret", "guessed", "audience", "prod"};

        assertThat(json(exchange(world, portal)).text("error")).contains("invalid_grant");
        assertThat(exchange(world, stranger).status()).isEqualTo(401);
    }

    @Test
    void refused_exchanges_can_have_the_codes_of_the_standard() {
        assertThat(json(exchange(AuthServerWorld.atDex())).text("error")).contains("invalid_grant");
        assertThat(json(exchange(with("strictTokenExchangeErrors", true))).text("error"))
                .contains("invalid_request");
    }

    @Test
    void id_tokens_can_be_kept_from_clients() {
        var world = with("idToken", "omit");
        var client = world.register();
        var tokens = world.logIn(client);

        assertThat(tokens.text("access_token")).isPresent();
        assertThat(tokens.has("id_token")).isFalse();
        var refreshed = json(world.post(
                "/oauth/token",
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        client,
                        "refresh_token",
                        tokens.text("refresh_token", ""))));
        assertThat(refreshed.text("access_token")).isPresent();
        assertThat(refreshed.has("id_token")).isFalse();
    }

    @Test
    void all_endpoints_can_be_one_resource() {
        assertThat(json(AuthServerWorld.atDex().get(PRM)).text("resource")).contains(ISSUER + "/mcp");
        assertThat(json(with("prmResourceMode", "root").get(PRM)).text("resource"))
                .contains(ISSUER);
    }

    @Test
    void a_request_without_token_can_be_challenged_without_an_error() {
        assertThat(challenge(AuthServerWorld.atDex())).contains("error=");
        assertThat(challenge(with("errorWithoutCredentials", false)))
                .contains("resource_metadata=")
                .doesNotContain("error=");
    }

    private static String challenge(AuthServerWorld world) {
        var request = HttpRequest.of("POST", "/mcp", Headers.EMPTY, new byte[0]);
        return world.server().resourceServer().admit(request) instanceof Answered<?>(var response)
                ? response.headers().first("WWW-Authenticate").orElse("")
                : "";
    }

    @Test
    void supported_scopes_are_told_and_no_others_are_granted() {
        var world = with("supportedScopes", "openid", "offline_access");

        assertThat(json(world.get(AS)).values("scopes_supported"))
                .containsExactly(new JsonString("openid"), new JsonString("offline_access"));
        assertThat(asked(world, world.register())).isEqualTo(400);
        var unlimited = AuthServerWorld.atDex();
        assertThat(asked(unlimited, unlimited.register())).isEqualTo(200);
    }

    /** The status with which a client's request to log in is answered; people are asked for consent first. */
    private static int asked(AuthServerWorld world, String client) {
        return world.get("/oauth/authorize?" + AuthServerWorld.form(AuthServerWorld.request(client)))
                .status();
    }

    @Test
    void registration_can_be_strict() {
        var dotless =
                "{\"client_name\":\"App\",\"token_endpoint_auth_method\":\"none\",\"redirect_uris\":[\"cursor:/cb\"]}";

        assertThat(register(AuthServerWorld.atDex(), dotless)).isEqualTo(201);
        assertThat(register(with("strictRegistration", true), dotless)).isEqualTo(400);
    }

    private static int register(AuthServerWorld world, String body) {
        return world.send(HttpRequest.of(
                        "POST",
                        "/oauth/register",
                        Headers.of("Content-Type", "application/json"),
                        body.getBytes(StandardCharsets.UTF_8)))
                .status();
    }

    @Test
    void clients_of_denied_domains_are_unknown() {
        var denying = with("cimd", JsonObject.of("deniedDomains", JsonArray.ofStrings(List.of("example"))));

        assertThat(asked(denying, denying.publish())).isEqualTo(400);
        assertThat(denying.sites.requests()).isEmpty();
    }

    @Test
    void a_document_can_be_too_large() {
        var document = JsonObject.of("client_id", AuthServerWorld.DOCUMENT)
                .with("client_name", "App")
                .with("padding", "x".repeat(2000))
                .with("redirect_uris", JsonArray.ofStrings(List.of(AuthServerWorld.REDIRECT)));
        var worlds = List.of(AuthServerWorld.atDex(), with("cimd", JsonObject.EMPTY.with("maxDocumentBytes", 1024)));
        worlds.forEach(
                world -> world.sites.serve(AuthServerWorld.DOCUMENT, FakeSites.Answer.json(Json.text(document))));

        assertThat(asked(worlds.getFirst(), AuthServerWorld.DOCUMENT)).isEqualTo(200);
        assertThat(asked(worlds.getLast(), AuthServerWorld.DOCUMENT)).isNotEqualTo(200);
    }

    @Test
    void a_session_can_end_however_busy_it_is() {
        var world = with("maxSessionLifetime", "1h");
        var client = world.register();
        var tokens = world.logIn(client);

        world.time.advance(Duration.ofMinutes(61));

        var answer = world.post(
                "/oauth/token",
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        client,
                        "refresh_token",
                        tokens.text("refresh_token", "")));
        assertThat(json(answer).text("error")).contains("invalid_grant");
    }

    @Test
    void without_a_grace_a_repeated_refresh_is_theft() {
        assertThat(repeated(AuthServerWorld.atDex())).isEqualTo(200);
        assertThat(repeated(with("rotationGrace", "0s"))).isEqualTo(400);
    }

    private static int repeated(AuthServerWorld world) {
        var client = world.register();
        var form = Map.of(
                "grant_type",
                "refresh_token",
                "client_id",
                client,
                "refresh_token",
                world.logIn(client).text("refresh_token", ""));
        assertThat(world.post("/oauth/token", form).status()).isEqualTo(200);
        return world.post("/oauth/token", form).status();
    }
}
