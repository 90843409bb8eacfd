package io.muster.authserver;

import static io.muster.authserver.AuthServerWorld.ISSUER;
import static io.muster.authserver.AuthServerWorld.json;
import static io.muster.authserver.AuthServerWorld.location;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.muster.authserver.token.SessionRefresh;
import io.muster.oauth.Caller;
import io.muster.oauth.SessionId;
import io.muster.wire.http.Authenticator.Admitted;
import io.muster.wire.http.Authenticator.Answered;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.time.GoDuration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthServerTest {
    private static final String METADATA = "/.well-known/oauth-authorization-server";

    private static Caller admitted(AuthServerWorld world, JsonObject tokens) {
        var admission = world.server().resourceServer().admit(world.bearer(tokens.text("access_token", "")));
        assertThat(admission).isInstanceOf(Admitted.class);
        return ((Admitted<Caller>) admission).principal();
    }

    private static HttpResponse answered(AuthServerWorld world, HttpRequest request) {
        var admission = world.server().resourceServer().admit(request);
        assertThat(admission).isInstanceOf(Answered.class);
        return ((Answered<Caller>) admission).response();
    }

    @ParameterizedTest
    @CsvSource({"dex, true", "dex, false", "google, true", "google, false"})
    void a_client_that_knows_the_address_alone_gets_in(String provider, boolean registers) {
        var world = AuthServerWorld.at(provider);
        var client = registers ? world.register() : world.publish();

        var tokens = world.logIn(client);

        assertThat(tokens.text("token_type")).contains("Bearer");
        assertThat(tokens.text("id_token")).isPresent();
        assertThat(admitted(world, tokens).subject().value()).isEqualTo("alice");
    }

    @Test
    void without_a_token_there_is_a_challenge_that_leads_to_the_metadata() {
        var world = AuthServerWorld.atDex();
        var answer = answered(world, HttpRequest.of("POST", "/mcp", Headers.EMPTY, new byte[0]));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers().first("WWW-Authenticate").orElse(""))
                .startsWith(
                        "Bearer resource_metadata=\"" + ISSUER + "/.well-known/oauth-protected-resource/mcp\", error=");
        var resource = json(world.get("/.well-known/oauth-protected-resource/mcp"));
        assertThat(resource.text("resource")).contains(ISSUER + "/mcp");
        assertThat(resource.values("authorization_servers")).containsExactly(new JsonString(ISSUER));
    }

    @Test
    void every_location_of_the_metadata_names_the_same_issuer() {
        var world = AuthServerWorld.atDex();

        assertThat(Stream.of(METADATA, "/.well-known/openid-configuration")
                        .map(path -> json(world.get(path)).text("issuer", "")))
                .containsOnly(ISSUER);
    }

    @Test
    void every_advertised_endpoint_answers() {
        var world = AuthServerWorld.atDex();
        var metadata = json(world.get(METADATA));

        for (var name : List.of("token", "registration", "revocation", "introspection", "userinfo")) {
            var path = metadata.text(name + "_endpoint", "").substring(ISSUER.length());
            var answer = world.post(path, Map.of());
            assertThat(answer.status()).as(name).isIn(400, 401);
            assertThat(json(answer).text("error")).as(name).isPresent();
        }
        assertThat(world.get("/oauth/authorize").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_secret_basic", "client_secret_post", "none"})
    void every_advertised_way_to_authenticate_with_a_secret_or_none_works(String method) {
        var world = AuthServerWorld.atDex();
        assertThat(json(world.get(METADATA)).values("token_endpoint_auth_methods_supported"))
                .contains(new JsonString(method));
        var client = json(world.send(HttpRequest.of(
                "POST",
                "/oauth/register",
                Headers.of("Content-Type", "application/json"),
                Json.bytes(Json.parseObject("{\"client_name\":\"App\",\"token_endpoint_auth_method\":\"" + method
                        + "\",\"redirect_uris\":[\"" + AuthServerWorld.REDIRECT + "\"]}")))));

        var tokens = world.redeem(client, world.code(client.text("client_id", "")));

        admitted(world, tokens);
    }

    @Test
    void the_provider_is_asked_for_what_the_client_wants_and_what_is_mandatory() {
        var world = AuthServerWorld.atDex(block -> block.with("consent", JsonObject.of("mode", "off")));
        var request = AuthServerWorld.request(world.register());
        request.put("scope", "openid mcp:admin");

        var away = world.get("/oauth/authorize?" + AuthServerWorld.form(request));

        assertThat(location(away).getOrDefault("scope", "").split(" "))
                .containsExactly(
                        "openid",
                        "profile",
                        "email",
                        "groups",
                        "offline_access",
                        "audience:server:client_id:kubernetes");
    }

    @Test
    void the_session_of_a_caller_is_renewed_without_touching_the_tokens_of_the_client() throws InterruptedException {
        var world = AuthServerWorld.atDex();
        var client = world.register();
        var tokens = world.logIn(client);
        var session = admitted(world, tokens).session();
        world.time.advance(Duration.ofMinutes(26));

        world.server().sessions().refresh(session);

        assertThat(world.heard()).anyMatch(line -> line.startsWith("renewed " + session.value()));
        var refreshed = json(refresh(world, client, tokens));
        assertThat(admitted(world, refreshed).session()).isEqualTo(session);
    }

    @Test
    void an_access_token_lasts_30_minutes_and_a_session_720_hours_without_use() {
        var world = AuthServerWorld.atDex();
        var client = world.register();
        var tokens = world.logIn(client);

        assertThat(tokens.integer("expires_in")).hasValue(1800);
        world.time.advance(Duration.ofDays(30).minusSeconds(1));
        var refreshed = refresh(world, client, tokens);
        assertThat(refreshed.status()).isEqualTo(200);
        world.time.advance(Duration.ofDays(30));
        assertThat(json(refresh(world, client, json(refreshed))).text("error")).contains("invalid_grant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"720h", "2160h"})
    void a_client_that_registered_itself_outlives_its_sessions(String session) {
        var world = AuthServerWorld.atDex(block -> block.with("sessionDuration", session));
        var client = world.register();
        // So soon after the registration that its use is not written down.
        world.time.advance(Duration.ofHours(7));
        var tokens = world.logIn(client);

        world.time.advance(GoDuration.parse(session).orElseThrow().minusSeconds(1));

        assertThat(refresh(world, client, tokens).status()).isEqualTo(200);
    }

    @Test
    void a_session_rolls_on_while_the_tokens_of_the_provider_outlast_it() {
        var world = AuthServerWorld.atDex(block -> block.with("sessionDuration", "12m"));
        var client = world.register();
        var tokens = world.logIn(client);

        for (var rotations = 0; rotations < 3; rotations++) {
            world.time.advance(Duration.ofMinutes(8));
            tokens = json(refresh(world, client, tokens));
        }

        assertThat(admitted(world, tokens).subject().value()).isEqualTo("alice");
        var headers = Headers.of("Authorization", "Bearer " + tokens.text("access_token", ""));
        var user = json(world.send(HttpRequest.of("GET", "/oauth/userinfo", headers, new byte[0])));
        assertThat(user.text("email")).contains("alice@example.com");
        assertThat(user.text("name")).contains("Alice");
    }

    @Test
    void a_code_that_is_redeemed_late_begins_a_session_of_full_length() {
        var world = AuthServerWorld.atDex(block -> block.with("sessionDuration", "12m"));
        var client = world.register();
        var code = world.code(client);
        world.time.advance(Duration.ofMinutes(8));
        var tokens = world.redeem(JsonObject.of("client_id", client), code);
        world.time.advance(Duration.ofMinutes(8));

        assertThat(refresh(world, client, tokens).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | ''
            401 | {}
            403 | <html>blocked</html>
            404 | {"error":"invalid_grant"}
            400 | {"error":"invalid_client"}
            """)
    void what_stands_in_front_of_the_provider_logs_nobody_out(int status, String body) {
        var world = AuthServerWorld.atDex();
        var client = world.register();
        var tokens = world.logIn(client);
        world.time.advance(Duration.ofMinutes(26));

        world.idp.answer("/token", status, body);
        assertThat(refresh(world, client, tokens).status()).isEqualTo(503);
        world.idp.recover("/token");

        assertThat(refresh(world, client, tokens).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_grant", "invalid_request"})
    void who_is_refused_by_the_provider_itself_has_to_log_in_again(String error) {
        var world = AuthServerWorld.atDex();
        var client = world.register();
        var tokens = world.logIn(client);
        world.time.advance(Duration.ofMinutes(26));

        world.idp.answer("/token", 400, "{\"error\":\"" + error + "\"}");

        assertThat(json(refresh(world, client, tokens)).text("error")).contains("invalid_grant");
        world.idp.recover("/token");
        assertThat(json(refresh(world, client, tokens)).text("error")).contains("invalid_grant");
    }

    private static HttpResponse refresh(AuthServerWorld world, String client, JsonObject tokens) {
        return world.post(
                "/oauth/token",
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        client,
                        "refresh_token",
                        tokens.text("refresh_token", "")));
    }

    @Test
    void a_user_has_200_requests_at_once_and_100_a_second() {
        var world = AuthServerWorld.atDex();
        var tokens = world.logIn();
        for (var i = 0; i < 200; i++) {
            admitted(world, tokens);
        }
        var bearer = world.bearer(tokens.text("access_token", ""));

        var refused = answered(world, bearer);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers().first("Retry-After")).contains("1");
        world.time.advance(Duration.ofMillis(10));
        admitted(world, tokens);
        assertThat(answered(world, bearer).status()).isEqualTo(429);
    }

    @Test
    void an_address_has_ten_clients() {
        var world = AuthServerWorld.atDex();
        for (var i = 0; i < 10; i++) {
            assertThat(world.register()).isNotEmpty();
        }
        world.time.advance(Duration.ofHours(1));

        var refused = world.register();

        assertThat(refused).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://ci.example/keys", "https:///keys", "keys", "https://ci.example:x/keys"})
    void keys_of_a_trusted_issuer_that_cannot_be_fetched_are_a_mistake_of_the_configuration(String url) {
        var issuer = JsonObject.of("issuer", "https://ci.example").with("jwksUrl", url);

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        AuthServerWorld.atDex(block -> block.with("trustedIssuers", JsonArray.of(List.of(issuer)))))
                .withMessageContaining("trustedIssuers[0].jwksUrl: must be an https URL");
    }

    @Test
    void an_unknown_session_is_not_renewed() throws InterruptedException {
        var world = AuthServerWorld.atDex();

        assertThat(world.server().sessions().refresh(new SessionId("session")))
                .isInstanceOf(SessionRefresh.Outcome.Unknown.class);
    }
}
