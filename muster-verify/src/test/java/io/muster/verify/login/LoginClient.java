package io.muster.verify.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A public client that registered itself and acts for one person. */
final class LoginClient {
    static final String LANDING = "http://127.0.0.1:1/callback";
    static final String STATE = "a-state-of-more-than-thirty-two-characters";
    static final String VERIFIER = "a-verifier-of-more-than-forty-three-characters-in-all";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Browser browser;
    private final String issuer;
    private final String id;

    private LoginClient(Browser browser, String issuer, String id) {
        this.browser = browser;
        this.issuer = issuer;
        this.id = id;
    }

    static LoginClient register(Browser browser, String issuer) {
        var registered = document(browser.send(HttpRequest.newBuilder(URI.create(issuer + "/oauth/register"))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"client_name\":\"Test\",\"token_endpoint_auth_method\":\"none\","
                        + "\"redirect_uris\":[\"" + LANDING + "\"]}"))
                .build()));
        return new LoginClient(browser, issuer, registered.text("client_id", ""));
    }

    /** Where it sends the browser of the person. */
    URI start() {
        var asked = new LinkedHashMap<String, String>();
        asked.put("response_type", "code");
        asked.put("client_id", id);
        asked.put("redirect_uri", LANDING);
        asked.put("scope", "openid profile email offline_access");
        asked.put("state", STATE);
        asked.put("code_challenge", challenge());
        asked.put("code_challenge_method", "S256");
        return URI.create(issuer + "/oauth/authorize?" + Browser.encoded(asked));
    }

    JsonObject logIn() {
        var landed = browser.logIn(start(), LANDING, RunningDex.EMAIL, RunningDex.PASSWORD);
        var code = query(landed).getOrDefault("code", "");
        return document(token(
                issuer,
                Map.of(
                        "grant_type", "authorization_code",
                        "client_id", id,
                        "code", code,
                        "redirect_uri", LANDING,
                        "code_verifier", VERIFIER)));
    }

    /** @param at the process that is asked */
    HttpResponse<String> refresh(String at, JsonObject tokens) {
        return token(
                at,
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        id,
                        "refresh_token",
                        tokens.text("refresh_token", "")));
    }

    void revoke(String at, JsonObject tokens) {
        var answer = browser.post(
                URI.create(at + "/oauth/revoke"), Map.of("client_id", id, "token", tokens.text("refresh_token", "")));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    /** Begins to speak MCP. */
    HttpResponse<String> initialize(String at, JsonObject tokens) {
        return browser.send(HttpRequest.newBuilder(URI.create(at + "/mcp"))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("Authorization", "Bearer " + tokens.text("access_token", ""))
                .POST(BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
                        + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                        + "\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}"))
                .build());
    }

    private HttpResponse<String> token(String at, Map<String, String> form) {
        return browser.post(URI.create(at + "/oauth/token"), form);
    }

    static Map<String, String> query(URI uri) {
        return Arrays.stream(uri.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    static JsonObject document(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return Json.parseObject(answer.body());
    }

    private static String challenge() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
