package io.muster.cli.login;

import static io.muster.cli.login.FakeAuthorizationServer.ENDPOINT;
import static io.muster.cli.login.FakeAuthorizationServer.INVALID_GRANT;
import static io.muster.cli.login.FakeAuthorizationServer.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.cli.token.ServerUrl;
import io.muster.cli.token.StoredToken;
import io.muster.cli.token.TokenFiles;
import io.muster.oauth.Secret;
import io.muster.oauth.codeflow.Pkce;
import io.muster.testkit.FakeSites.Answer;
import io.muster.wire.http.Query;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.SystemScheduler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final URI MUSTER = URI.create(ENDPOINT);
    private static final String ISS = "&iss=https%3A%2F%2Fmuster.example";

    @TempDir
    private Path directory;

    private final FakeAuthorizationServer server = new FakeAuthorizationServer();
    private final SystemScheduler scheduler = new SystemScheduler();
    private final HttpClient browser = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        scheduler.close();
        browser.close();
    }

    private LoginAttempt begin() throws InterruptedException {
        return login(0).begin(MUSTER, FakeAuthorizationServer.challenges());
    }

    private Login login(int port) {
        return new Login(files(), server.web, port, scheduler, SystemScheduler.clock(), new Random(1));
    }

    private TokenFiles files() {
        return new TokenFiles(directory);
    }

    private HttpResponse<String> visit(LoginAttempt attempt, String pathAndQuery) throws Exception {
        var callback = URI.create(asked(attempt, "redirect_uri"));
        var uri = URI.create("http://127.0.0.1:" + callback.getPort() + pathAndQuery);
        return browser.send(HttpRequest.newBuilder(uri).timeout(LONG).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> comeBack(LoginAttempt attempt, String query) throws Exception {
        return visit(attempt, "/callback?" + query + "&state=" + asked(attempt, "state"));
    }

    private static String asked(LoginAttempt attempt, String parameter) {
        return Query.parse(attempt.url().getRawQuery()).get(parameter).orElseThrow();
    }

    @Test
    void a_person_comes_back_and_the_login_is_stored() throws Exception {
        try (var attempt = begin()) {
            assertThat(attempt.url().toString()).startsWith("https://muster.example/oauth/authorize?");
            assertThat(Query.parse(attempt.url().getRawQuery()).parameters())
                    .containsEntry("client_id", "https://giantswarm.github.io/muster/muster-agent.json")
                    .containsEntry("scope", "openid profile email groups offline_access")
                    .containsEntry("resource", ENDPOINT);

            var page = comeBack(attempt, "code=c1" + ISS);
            var token = attempt.await(LONG);

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("<title>Authentication Successful - Muster</title>", "Powered by Muster");
            assertThat(page.headers().map())
                    .containsEntry("x-content-type-options", List.of("nosniff"))
                    .containsEntry("x-frame-options", List.of("DENY"))
                    .containsEntry("content-security-policy", List.of("default-src 'self'; style-src 'unsafe-inline'"))
                    .containsEntry("referrer-policy", List.of("no-referrer"))
                    .containsEntry("cache-control", List.of("no-store"));
            assertThat(files().read(new ServerUrl(ENDPOINT))).contains(token);
            assertThat(token.accessToken()).isEqualTo(new Secret("a1"));
            assertThat(token.issuer()).isEqualTo("https://muster.example");
            var presented = server.presented().getFirst();
            assertThat(presented.parameters())
                    .containsEntry("code", "c1")
                    .containsEntry("redirect_uri", asked(attempt, "redirect_uri"))
                    .containsEntry("resource", ENDPOINT);
            assertThat(new Pkce(new Secret(presented.get("code_verifier").orElseThrow())).challenge())
                    .isEqualTo(asked(attempt, "code_challenge"));
        }
    }

    @Test
    void a_silent_login_names_the_person_and_asks_for_no_window() throws InterruptedException {
        var claims = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"email\":\"alice@example.com\"}".getBytes(StandardCharsets.UTF_8));
        var idToken = "eyJhbGciOiJub25lIn0." + claims + ".";
        var before = new StoredToken(JsonObject.of("id_token", idToken));

        try (var attempt = login(0).beginSilently(MUSTER, FakeAuthorizationServer.challenges(), before)) {
            assertThat(Query.parse(attempt.url().getRawQuery()).parameters())
                    .containsEntry("prompt", "none")
                    .containsEntry("login_hint", "alice@example.com")
                    .containsEntry("id_token_hint", idToken)
                    .containsEntry("response_type", "code");
        }
    }

    @Test
    void what_is_not_the_answer_does_not_end_the_login() throws Exception {
        try (var attempt = begin()) {
            assertThat(visit(attempt, "/favicon.ico").statusCode()).isEqualTo(404);
            assertThat(visit(attempt, "/callback").statusCode()).isEqualTo(400);
            var forged = visit(attempt, "/callback?code=evil&state=guessed" + ISS);
            assertThat(forged.statusCode()).isEqualTo(400);
            assertThat(forged.body()).contains("state mismatch - possible CSRF attack");
            assertThat(server.presented()).isEmpty();

            comeBack(attempt, "code=c1" + ISS);
            attempt.await(LONG);

            var second = comeBack(attempt, "code=c2" + ISS);
            assertThat(second.statusCode()).isEqualTo(400);
            assertThat(second.body()).contains("Callback already processed");
            assertThat(server.presented()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "error=access_denied&error_description=%3Cscript%3E&iss=https%3A%2F%2Fmuster.example | access_denied: <script>",
                "code=c1&iss=https%3A%2F%2Fevil.example | iss mismatch: got \"https://evil.example\", expected \"https://muster.example\"",
                "code=c1 | iss missing: the authorization server announces it, expected \"https://muster.example\"",
            })
    void a_login_that_fails_says_why_here_and_in_the_browser(String answer, String reason) throws Exception {
        try (var attempt = begin()) {
            var page = comeBack(attempt, answer);

            assertThatThrownBy(() -> attempt.await(LONG))
                    .isInstanceOf(LoginFailure.class)
                    .hasMessage(reason);
            assertThat(page.statusCode()).isEqualTo(400);
            assertThat(page.body())
                    .contains("<title>Authentication Failed - Muster</title>", CallbackPage.escaped(reason))
                    .doesNotContain("<script>");
            assertThat(server.presented()).isEmpty();
            assertThat(files().all()).isEmpty();
        }
    }

    @Test
    void a_code_that_is_refused_stores_nothing() throws Exception {
        server.web.serve(TOKENS, INVALID_GRANT);
        try (var attempt = begin()) {
            var page = comeBack(attempt, "code=c1" + ISS);

            assertThat(page.body()).contains("token exchange failed: ", "invalid_grant");
            assertThatThrownBy(() -> attempt.await(LONG)).hasMessageContaining("invalid_grant");
            assertThat(files().all()).isEmpty();
        }
    }

    @Test
    void nobody_is_waited_for_longer_than_agreed() throws InterruptedException {
        try (var attempt = begin()) {
            assertThatThrownBy(() -> attempt.await(Duration.ofMillis(1)))
                    .isInstanceOf(LoginFailure.class)
                    .hasMessageStartingWith("nobody has logged in within");
        }
    }

    @Test
    void a_port_that_is_taken_is_named() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var port = taken.getLocalPort();

            assertThatThrownBy(() -> login(port).begin(MUSTER, List.of()))
                    .isInstanceOf(LoginFailure.class)
                    .hasMessage("callback port " + port + " is already in use. Please free the port and try again");
        }
    }

    @Test
    void a_server_without_pkce_is_refused() {
        server.publish(FakeAuthorizationServer.metadata().without("code_challenge_methods_supported"));

        assertThatThrownBy(this::begin)
                .isInstanceOf(LoginFailure.class)
                .hasMessageContaining("does not advertise S256 PKCE in code_challenge_methods_supported");
    }

    @Test
    void where_no_authorization_server_is_found_every_step_is_told() {
        server.web.serve(FakeAuthorizationServer.METADATA, Answer.status(404));

        assertThatThrownBy(this::begin)
                .isInstanceOf(LoginFailure.class)
                .hasMessageContaining(FakeAuthorizationServer.METADATA)
                .hasMessageContaining("404");
    }

    @ParameterizedTest
    @CsvSource({"'', 3000", "0, 3000", "65536, 3000", "abc, 3000", "-1, 3000", "8001, 8001"})
    void the_port_comes_from_the_environment(String text, int port) {
        assertThat(Login.port(Map.of("MUSTER_OAUTH_CALLBACK_PORT", text))).isEqualTo(port);
    }
}
