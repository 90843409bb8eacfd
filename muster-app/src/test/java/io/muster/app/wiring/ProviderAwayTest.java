package io.muster.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.app.config.ConfigFile;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.engine.HttpServer;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.outbound.TrustedCertificates;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole server while its identity provider does not answer, which nobody waits for. */
@SuppressWarnings("NullAway.Init")
class ProviderAwayTest {
    private static final String PAGE = "https://page.example";

    @TempDir
    Path directory;

    private final ManualTime time = new ManualTime();
    private final HttpClient http = HttpClient.newHttpClient();
    private Muster muster;

    @BeforeEach
    void start() throws IOException {
        for (var attempt = 0; ; attempt++) {
            try {
                muster = start(ThreadLocalRandom.current().nextInt(20_000, 32_000));
                return;
            } catch (HttpServer.BindFailed taken) {
                assertThat(attempt).as("no port is free").isLessThan(50);
            }
        }
    }

    private Muster start(int port) throws IOException {
        var dex = Json.parseObject(
                "{\"issuerUrl\":\"https://localhost:1\",\"clientId\":\"muster\",\"clientSecret\":\"secret\"}");
        var server = JsonObject.EMPTY
                .with("enabled", true)
                .with("baseUrl", "http://localhost:" + port)
                .with("dex", dex)
                .with("allowedOrigins", PAGE);
        var aggregator =
                JsonObject.of("host", "127.0.0.1").with("port", port).with("oauth", JsonObject.of("server", server));
        Files.writeString(directory.resolve("config.yaml"), Json.text(JsonObject.of("aggregator", aggregator)));
        return Muster.start(
                new ConfigFile(directory).load(),
                new Environment(
                        directory,
                        Map.of(),
                        time,
                        ZoneOffset.UTC,
                        new SecureRandom(),
                        TrustedCertificates.SYSTEM,
                        "1.2.3",
                        false));
    }

    @AfterEach
    void stop() {
        muster.close();
        http.close();
    }

    private HttpResponse<String> ask(String method, String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + muster.port() + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, method.equals("POST") ? BodyPublishers.ofString("x=y") : BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void it_lives_and_says_what_is_missing() throws Exception {
        var health = ask("GET", "/health");

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(Json.parseObject(health.body()))
                .isEqualTo(JsonObject.of("status", "degraded").with("reason", "oidc-discovery-pending"));
        assertThat(ask("GET", "/ready").statusCode()).isEqualTo(503);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /oauth/authorize",
        "POST, /oauth/consent",
        "GET, /oauth/callback",
        "POST, /oauth/token",
        "POST, /oauth/register",
        "POST, /oauth/revoke",
        "POST, /oauth/introspect",
        "GET, /oauth/userinfo",
        "GET, /.well-known/oauth-authorization-server",
        "GET, /.well-known/openid-configuration",
        "GET, /.well-known/oauth-protected-resource",
        "GET, /.well-known/oauth-protected-resource/mcp",
        "POST, /mcp",
        "GET, /mcp",
        "DELETE, /mcp",
        "POST, /servers/unknown/mcp",
        "DELETE, /auth/github",
        "DELETE, /auth/"
    })
    void everything_else_says_when_to_come_back(String method, String path) throws Exception {
        var answer = ask(method, path);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("30");
        assertThat(Json.parseObject(answer.body()).text("error")).contains("service_unavailable");
    }

    @ParameterizedTest
    @CsvSource({"POST, /oauth/callback, 405", "DELETE, /oauth/authorize, 405", "GET, /oauth/consent, 405", "GET, /, 404"
    })
    void what_there_never_is_is_said_at_once(String method, String path, int status) throws Exception {
        assertThat(ask(method, path).statusCode()).isEqualTo(status);
    }

    @Test
    void an_address_has_100_requests_at_once() throws Exception {
        for (var i = 0; i < 100; i++) {
            assertThat(ask("POST", "/oauth/token").statusCode()).isEqualTo(503);
        }

        var refused = ask("POST", "/oauth/token");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        time.advance(Duration.ofMillis(20));
        assertThat(ask("POST", "/oauth/token").statusCode()).isEqualTo(503);
        assertThat(ask("POST", "/oauth/token").statusCode()).isEqualTo(429);
    }

    @Test
    void all_endpoints_count_together_against_an_address() throws Exception {
        var paths = List.of("/oauth/token", "/mcp", "/.well-known/oauth-protected-resource", "/servers/any/mcp");
        for (var i = 0; i < 100; i++) {
            assertThat(ask("GET", paths.get(i % paths.size())).statusCode()).isEqualTo(503);
        }

        for (var path : paths) {
            assertThat(ask("GET", path).statusCode()).as(path).isEqualTo(429);
        }
    }

    @ParameterizedTest
    @CsvSource({"/oauth/token, true", "/mcp, true", "/oauth/authorize, false", "/oauth/callback, false"})
    void a_page_reads_what_is_made_for_pages(String path, boolean allowed) throws Exception {
        var answer = ask("GET", path, "Origin", PAGE);
        var preflight = ask("OPTIONS", path, "Origin", PAGE, "Access-Control-Request-Method", "POST");

        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin").isPresent())
                .isEqualTo(allowed);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin").isPresent())
                .isEqualTo(allowed);
        assertThat(preflight.statusCode()).isEqualTo(allowed ? 204 : 405);
    }

    @ParameterizedTest
    @CsvSource({"/health", "/oauth/register", "/mcp"})
    void dns_rebinding_cve_2025_66414_who_asks_for_another_name_gets_nothing(String path) throws Exception {
        try (var socket = new Socket("127.0.0.1", muster.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: evil.example:" + muster.port()
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));

            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 403 ");
        }
    }
}
