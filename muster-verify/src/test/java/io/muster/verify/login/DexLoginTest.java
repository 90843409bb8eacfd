package io.muster.verify.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Dex;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A client that knows nothing but the URL logs a person in at a real Dex. */
@Needs({Need.PROGRAM, Need.DEX})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DexLoginTest {
    private static final String LANDING = "http://127.0.0.1:1/callback";
    private static final String VERIFIER = "a-verifier-of-more-than-forty-three-characters-in-all";

    private final Program program;
    private final ConfigDirectory config = ConfigDirectory.create();
    private final String issuer = Protection.issuer(config);
    private final RunningDex dex;
    private MusterProcess muster;
    private String clientId = "";

    DexLoginTest(Program program, Dex executable) {
        this.program = program;
        this.dex = RunningDex.start(executable, Protection.callback(config));
        config.server(
                "cluster",
                JsonObject.builder()
                        .put("type", "streamable-http")
                        .put("url", "http://127.0.0.1:1/mcp")
                        .put(
                                "auth",
                                JsonObject.builder()
                                        .put("type", "none")
                                        .put("forwardToken", true)
                                        .put("requiredAudiences", JsonArray.ofStrings(List.of(RunningDex.SIBLING)))
                                        .build())
                        .build());
        Protection.protect(config, dex.provider());
        this.muster = start();
    }

    private MusterProcess start() {
        return MusterProcess.start(
                program, config, Map.of(), "--extra-ca-file", dex.certificate().toString());
    }

    @AfterAll
    void stop() {
        try (var _ = dex) {
            muster.close();
        }
    }

    @Test
    void a_client_finds_its_way_from_the_url_to_a_call_and_the_session_outlives_a_restart() throws Exception {
        try (var browser = Browser.open(dex.certificate())) {
            var refused = initialize(browser, "");
            assertThat(refused.statusCode()).isEqualTo(401);
            var resource = document(browser.get(link(refused)));
            assertThat(resource.text("resource")).contains(issuer + "/mcp");
            var metadata = document(browser.get(URI.create(issuer + "/.well-known/oauth-authorization-server")));
            assertThat(metadata.text("issuer")).contains(issuer);

            var tokens = logIn(browser, metadata);

            assertThat(initialize(browser, tokens.text("access_token", "")).statusCode())
                    .isEqualTo(200);
            assertThat(audiences(tokens.text("id_token", ""))).contains(RunningDex.CLIENT, RunningDex.SIBLING);

            restart();
            assertThat(initialize(browser, tokens.text("access_token", "")).statusCode())
                    .isEqualTo(200);

            var refreshed = refresh(browser, metadata, tokens);
            assertThat(initialize(browser, refreshed.text("access_token", "")).statusCode())
                    .isEqualTo(200);

            revoke(browser, refreshed);
            assertThat(initialize(browser, refreshed.text("access_token", "")).statusCode())
                    .isEqualTo(401);
        }
    }

    private void restart() {
        muster.terminate();
        assertThat(muster.awaitExit()).isZero();
        muster = start();
    }

    private static HttpResponse<String> initialize(Browser browser, URI endpoint, String token) {
        var request = HttpRequest.newBuilder(endpoint)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
                        + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                        + "\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}"));
        return browser.send(
                token.isEmpty()
                        ? request.build()
                        : request.header("Authorization", "Bearer " + token).build());
    }

    private HttpResponse<String> initialize(Browser browser, String token) {
        return initialize(browser, URI.create(issuer + "/mcp"), token);
    }

    private static URI link(HttpResponse<String> refused) {
        var challenge = refused.headers().firstValue("WWW-Authenticate").orElseThrow();
        return URI.create(challenge.replaceFirst(".*resource_metadata=\"([^\"]+)\".*", "$1"));
    }

    private JsonObject logIn(Browser browser, JsonObject metadata) throws Exception {
        var client = document(browser.send(HttpRequest.newBuilder(
                        URI.create(metadata.text("registration_endpoint", "")))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"client_name\":\"Test\",\"token_endpoint_auth_method\":\"none\","
                        + "\"redirect_uris\":[\"" + LANDING + "\"]}"))
                .build()));
        clientId = client.text("client_id", "");
        var asked = new LinkedHashMap<String, String>();
        asked.put("response_type", "code");
        asked.put("client_id", clientId);
        asked.put("redirect_uri", LANDING);
        asked.put("scope", "openid profile email offline_access");
        asked.put("state", "a-state-of-more-than-thirty-two-characters");
        asked.put("code_challenge", challenge());
        asked.put("code_challenge_method", "S256");
        asked.put("resource", issuer + "/mcp");
        var start = URI.create(metadata.text("authorization_endpoint", "") + "?" + Browser.encoded(asked));
        var landed = browser.logIn(start, LANDING, RunningDex.EMAIL, RunningDex.PASSWORD);
        var answer = Browser.query(landed);
        assertThat(answer).containsEntry("state", "a-state-of-more-than-thirty-two-characters");
        assertThat(answer).containsEntry("iss", issuer);
        return document(browser.post(
                URI.create(metadata.text("token_endpoint", "")),
                Map.of(
                        "grant_type", "authorization_code",
                        "client_id", clientId,
                        "code", answer.getOrDefault("code", ""),
                        "redirect_uri", LANDING,
                        "code_verifier", VERIFIER)));
    }

    private JsonObject refresh(Browser browser, JsonObject metadata, JsonObject tokens) {
        return document(browser.post(
                URI.create(metadata.text("token_endpoint", "")),
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        clientId,
                        "refresh_token",
                        tokens.text("refresh_token", ""))));
    }

    private void revoke(Browser browser, JsonObject tokens) {
        var answer = browser.post(
                URI.create(issuer + "/oauth/revoke"),
                Map.of("client_id", clientId, "token", tokens.text("refresh_token", "")));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    private static String challenge() throws Exception {
        var digest = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }

    private static List<String> audiences(String idToken) {
        var claims = Json.parseObject(
                new String(Base64.getUrlDecoder().decode(idToken.split("\\.")[1]), StandardCharsets.UTF_8));
        return claims.values("aud").stream()
                .map(audience -> ((JsonString) audience).value())
                .toList();
    }

    private static JsonObject document(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return Json.parseObject(answer.body());
    }
}
