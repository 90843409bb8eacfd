package io.muster.verify.login;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The way from the challenge of a protected endpoint to tokens, step by step: RFC 9728, RFC 8414, RFC 7591, OAuth 2.1. For
 * clients that bring none of their own.
 *
 * @param browser of the person
 * @param resource metadata of the endpoint
 * @param server metadata of its authorization server
 * @param client identifier, just registered
 */
record CodeFlow(Browser browser, JsonObject resource, JsonObject server, String client) {
    static final String LANDING = "http://127.0.0.1:1/callback";
    static final String STATE = "a-state-of-more-than-thirty-two-characters";
    static final String VERIFIER = "a-verifier-of-more-than-forty-three-characters-in-all";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String HELLO = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
            + "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";

    /**
     * Is refused, and begins with the challenge.
     *
     * @param at the process that is asked
     */
    static CodeFlow at(Browser browser, String at) {
        var refused = browser.send(hello(at).build());
        assertThat(refused.statusCode()).isEqualTo(401);
        return from(browser, refused.headers().firstValue("WWW-Authenticate").orElseThrow());
    }

    /**
     * Finds the authorization server and registers there.
     *
     * @param challenge value of {@code WWW-Authenticate}
     */
    static CodeFlow from(Browser browser, String challenge) {
        var link = URI.create(challenge.replaceFirst(".*resource_metadata=\"([^\"]+)\".*", "$1"));
        var resource = document(browser.get(link));
        var issuer = ((JsonString) resource.values("authorization_servers").getFirst()).value();
        var server = document(browser.get(URI.create(issuer + "/.well-known/oauth-authorization-server")));
        assertThat(server.text("issuer")).contains(issuer);
        var client = register(browser, server, "Test", List.of(LANDING));
        return new CodeFlow(browser, resource, server, client);
    }

    /** The identifier of a new public client. */
    static String register(Browser browser, JsonObject server, String name, List<String> redirectUris) {
        var metadata = JsonObject.of("client_name", name)
                .with("token_endpoint_auth_method", "none")
                .with("redirect_uris", JsonArray.ofStrings(redirectUris));
        var registered = document(browser.send(HttpRequest.newBuilder(endpoint(server, "registration"))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(metadata)))
                .build()));
        return registered.text("client_id", "");
    }

    /** Where a browser begins. */
    static URI start(JsonObject server, String client, String redirectUri, String resource) {
        var asked = new LinkedHashMap<String, String>();
        asked.put("response_type", "code");
        asked.put("client_id", client);
        asked.put("redirect_uri", redirectUri);
        asked.put("scope", "openid profile email offline_access");
        asked.put("state", STATE);
        asked.put("code_challenge", challenge());
        asked.put("code_challenge_method", "S256");
        asked.put("resource", resource);
        return URI.create(endpoint(server, "authorization") + "?" + Browser.encoded(asked));
    }

    /** Where the browser of the person begins. */
    URI start() {
        return start(server, client, LANDING, resource.text("resource", ""));
    }

    /** Has the person log in, and gets tokens. */
    JsonObject logIn(String user, String password) {
        var answer = land(user, password);
        return document(browser.post(
                endpoint(server, "token"),
                Map.of(
                        "grant_type", "authorization_code",
                        "client_id", client,
                        "code", answer.getOrDefault("code", ""),
                        "redirect_uri", LANDING,
                        "code_verifier", VERIFIER)));
    }

    /** Has the person log in, and answers what the browser brings. */
    Map<String, String> land(String user, String password) {
        var answer = Browser.query(browser.logIn(start(), LANDING, user, password));
        assertThat(answer).containsEntry("state", STATE).containsEntry("iss", server.text("issuer", ""));
        return answer;
    }

    JsonObject refresh(JsonObject tokens) {
        return document(refresh(issuer(), tokens));
    }

    /** @param at the process that is asked; what it answers is for the caller to judge */
    HttpResponse<String> refresh(String at, JsonObject tokens) {
        var token = tokens.text("refresh_token", "");
        var form = Map.of("grant_type", "refresh_token", "client_id", client, "refresh_token", token);
        return browser.post(endpoint(at, "token"), form);
    }

    void revoke(JsonObject tokens) {
        revoke(issuer(), tokens);
    }

    void revoke(String at, JsonObject tokens) {
        var form = Map.of("client_id", client, "token", tokens.text("refresh_token", ""));
        assertThat(browser.post(endpoint(at, "revocation"), form).statusCode()).isEqualTo(200);
    }

    /** Begins to speak MCP. */
    HttpResponse<String> initialize(JsonObject tokens) {
        return initialize(issuer(), tokens);
    }

    HttpResponse<String> initialize(String at, JsonObject tokens) {
        return browser.send(hello(at)
                .header("Authorization", "Bearer " + tokens.text("access_token", ""))
                .build());
    }

    private static HttpRequest.Builder hello(String at) {
        return HttpRequest.newBuilder(URI.create(at + "/mcp"))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(HELLO));
    }

    private String issuer() {
        return server.text("issuer", "");
    }

    /** The endpoint at one of the processes that share an issuer. */
    private URI endpoint(String at, String name) {
        return URI.create(at).resolve(endpoint(server, name).getRawPath());
    }

    private static URI endpoint(JsonObject server, String name) {
        return URI.create(server.text(name + "_endpoint", ""));
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
