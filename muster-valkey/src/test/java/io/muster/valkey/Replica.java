package io.muster.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.AuthServer;
import io.muster.authserver.AuthServerEnvironment;
import io.muster.authserver.client.GuardedWeb;
import io.muster.authserver.config.AuthServerConfig;
import io.muster.authserver.fakes.Recorder;
import io.muster.authserver.provider.FakeIdp;
import io.muster.authserver.provider.ProviderSettings;
import io.muster.authserver.provider.ProviderSettings.IdTokenChecking;
import io.muster.authserver.provider.Providers;
import io.muster.authserver.store.Stores;
import io.muster.oauth.Caller;
import io.muster.oauth.Secret;
import io.muster.wire.http.Authenticator.Admitted;
import io.muster.wire.http.Authenticator.Answered;
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
import io.muster.wire.time.Scheduler;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One of several processes behind the same address: the whole authorization server, with a clock of its own. */
final class Replica {
    static final String ISSUER = "http://localhost:8090";
    private static final String REDIRECT = "https://client.example/callback";
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    final Recorder recorder = new Recorder();
    private final AuthServer server;

    /**
     * @param clock what it takes for the time
     * @param scheduler really waits, because the replicas wait for each other
     */
    Replica(Stores stores, FakeIdp idp, InstantSource clock, Scheduler scheduler) {
        var random = new SecureRandom();
        var settings = new ProviderSettings(
                FakeIdp.ISSUER,
                FakeIdp.CLIENT,
                new Secret("secret"),
                ISSUER + "/oauth/callback",
                IdTokenChecking.STRICT);
        var provider = Providers.dex(settings, Optional.empty(), Set::of, idp, Meters.NONE, clock);
        server = AuthServer.create(
                config(),
                stores,
                provider,
                new AuthServerEnvironment(
                        new GuardedWeb(idp, idp),
                        _ -> idp,
                        _ -> List.of(InetAddress.ofLiteral("93.184.216.34")),
                        recorder,
                        false,
                        recorder,
                        Meters.NONE,
                        clock,
                        scheduler,
                        Runnable::run,
                        random,
                        "1.2.3"));
    }

    private static AuthServerConfig config() {
        var document = JsonObject.of("baseUrl", ISSUER)
                .with("allowPublicClientRegistration", true)
                .with("userInfoCheck", "off")
                .with("acceptUpstreamAccessTokens", false)
                .with("storage", JsonObject.of("type", "valkey").with("valkey", JsonObject.of("url", "localhost:6379")))
                .with(
                        "dex",
                        JsonObject.of("issuerUrl", FakeIdp.ISSUER)
                                .with("clientId", FakeIdp.CLIENT)
                                .with("clientSecret", "secret"));
        return switch (Decoder.decode(document, AuthServerConfig::read)) {
            case Decoded.Valid<AuthServerConfig> valid -> valid.value();
            case Decoded.Invalid<AuthServerConfig>(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    /** A new client. */
    String register() {
        var metadata = JsonObject.of("client_name", "App")
                .with("token_endpoint_auth_method", "none")
                .with("redirect_uris", JsonArray.ofStrings(List.of(REDIRECT)));
        var request = HttpRequest.of(
                "POST", "/oauth/register", Headers.of("Content-Type", "application/json"), Json.bytes(metadata));
        return document(server.registration().handle(request), 201).text("client_id", "");
    }

    /** Sends a browser to the identity provider; answers the state that leads it back, and its cookies. */
    Away begin(String client, FakeIdp idp) {
        var query = form(Map.of(
                "response_type",
                "code",
                "client_id",
                client,
                "redirect_uri",
                REDIRECT,
                "state",
                "s".repeat(32),
                "scope",
                "openid",
                "code_challenge",
                CHALLENGE,
                "code_challenge_method",
                "S256"));
        var answer = server.login()
                .authorize()
                .handle(HttpRequest.of("GET", "/oauth/authorize?" + query, Headers.EMPTY, new byte[0]));
        var parameters = location(answer);
        idp.nonce(parameters.getOrDefault("nonce", ""));
        var cookies = answer.headers().all("Set-Cookie").stream()
                .map(line -> line.substring(0, line.indexOf(';')))
                .collect(Collectors.joining("; "));
        return new Away(parameters.getOrDefault("state", ""), cookies);
    }

    /** A browser on its way. */
    record Away(String state, String cookies) {}

    /** The browser comes back; answers the code for the client. */
    String complete(Away away) {
        var answer = server.login()
                .callback()
                .handle(HttpRequest.of(
                        "GET",
                        "/oauth/callback?code=idp-code&state=" + away.state(),
                        Headers.of("Cookie", away.cookies()),
                        new byte[0]));
        return location(answer).getOrDefault("code", "no code: " + location(answer));
    }

    HttpResponse redeem(String client, String code) {
        return token(Map.of(
                "grant_type", "authorization_code",
                "client_id", client,
                "code", code,
                "redirect_uri", REDIRECT,
                "code_verifier", VERIFIER));
    }

    HttpResponse refresh(String client, String refreshToken) {
        return token(Map.of("grant_type", "refresh_token", "client_id", client, "refresh_token", refreshToken));
    }

    HttpResponse revoke(String client, String token) {
        return server.revocation().handle(post("/oauth/revoke", Map.of("client_id", client, "token", token)));
    }

    /** The user leaves everywhere. */
    HttpResponse leave(JsonObject tokens) {
        var bearer = Headers.of("Authorization", "Bearer " + tokens.text("access_token", ""));
        return server.userTokens().handle(HttpRequest.of("DELETE", "/user-tokens", bearer, new byte[0]));
    }

    private HttpResponse token(Map<String, String> form) {
        return server.token().handle(post("/oauth/token", form));
    }

    /** The status that a request with the token gets; 200 when it is let in. */
    HttpResponse ask(String accessToken) {
        var request = HttpRequest.of("POST", "/mcp", Headers.of("Authorization", "Bearer " + accessToken), new byte[0]);
        return switch (server.resourceServer().admit(request)) {
            case Admitted<Caller> _ -> HttpResponse.of(200);
            case Answered<Caller>(var response) -> response;
        };
    }

    boolean admits(JsonObject tokens) {
        return ask(tokens.text("access_token", "")).status() == 200;
    }

    static JsonObject document(HttpResponse answer, int status) {
        var text = answer.body() instanceof Body.Bytes(var content) ? new String(content, StandardCharsets.UTF_8) : "";
        assertThat(answer.status()).as(text).isEqualTo(status);
        return Json.parseObject(text);
    }

    private static HttpRequest post(String path, Map<String, String> form) {
        return HttpRequest.of(
                "POST",
                path,
                Headers.of("Content-Type", "application/x-www-form-urlencoded"),
                form(form).getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> location(HttpResponse answer) {
        var location = answer.headers().first("Location").orElseThrow();
        return Query.parse(URI.create(location).getRawQuery()).parameters();
    }

    private static String form(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
