package io.muster.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.cli.client.FakeEndpoint;
import io.muster.cli.login.grant.TokenSet;
import io.muster.cli.token.ServerUrl;
import io.muster.cli.token.StoredToken;
import io.muster.cli.token.TokenFiles;
import io.muster.oauth.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthCommandTest {
    private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");
    private static final Instant PAST = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    private Path home;

    private final FakeEndpoint server = new FakeEndpoint();
    private Terminal terminal;

    @BeforeEach
    void begin() {
        terminal = new Terminal(home).with("MUSTER_ENDPOINT", server.url());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private TokenFiles files() {
        return TokenFiles.of(Map.of("HOME", home.toString()));
    }

    private void store(Instant expiry, Optional<String> refresh) {
        var claims = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"sub\":\"s1\",\"email\":\"alice@example.com\"}".getBytes(StandardCharsets.UTF_8));
        var tokens = new TokenSet(
                new Secret("a-secret"),
                Optional.of(expiry),
                refresh.map(Secret::new),
                Optional.of(new Secret("eyJhbGciOiJub25lIn0." + claims + ".")),
                Optional.empty());
        var url = new ServerUrl(server.url());
        files().write(url, StoredToken.of(url, "http://127.0.0.1:1", tokens, Instant.parse("2998-12-31T00:00:00Z")));
    }

    @Test
    void a_server_that_needs_no_login_says_so() {
        assertThat(terminal.run("auth", "login")).isZero();
        assertThat(terminal.out()).isEqualTo("No authentication required for " + server.url() + "\n");
        assertThat(terminal.run("auth", "status")).isZero();
        assertThat(terminal.out()).contains("  Status:    No authentication required\n");
    }

    @Test
    void a_login_that_holds_is_not_repeated() {
        store(FAR, Optional.of("r"));

        assertThat(terminal.run("auth", "login")).isZero();

        assertThat(terminal.out()).isEqualTo("Already authenticated to " + server.url() + "\n");
    }

    @Test
    void the_status_of_a_login_shows_how_long_it_lasts_and_no_token() {
        store(FAR, Optional.of("r"));

        assertThat(terminal.run("auth", "status")).isZero();

        assertThat(terminal.out())
                .startsWith("Muster Aggregator\n  Endpoint:  " + server.url() + "\n  Status:    Authenticated\n")
                .contains(
                        "  Expires:   in ",
                        " days\n",
                        "remaining (auto-refresh)\n",
                        "  Issuer:    http://127.0.0.1:1\n")
                .doesNotContain("a-secret");
    }

    @Test
    void a_login_without_refresh_token_says_what_its_end_means() {
        store(FAR, Optional.empty());

        terminal.run("auth", "status");

        assertThat(terminal.out()).contains("  Refresh:   Not available (re-auth required on expiry)\n");
    }

    @Test
    void a_server_that_refuses_leaves_the_login_alone_and_the_status_says_how_to_log_in() {
        store(FAR, Optional.empty());
        server.refusing(401);

        assertThat(terminal.run("auth", "status")).isZero();

        assertThat(terminal.out()).contains("  Status:    Not authenticated\n", "Run: muster auth login\n");
        assertThat(files().all()).hasSize(1);
    }

    @Test
    void a_server_that_is_away_is_told_from_a_login_that_ended() {
        server.close();

        assertThat(terminal.run("auth", "status")).isEqualTo(ExitCode.ERROR);
        assertThat(terminal.out()).contains("  Status:    Connection failed\n  Network error: ");

        store(FAR, Optional.of("r"));
        assertThat(terminal.run("auth", "status")).isZero();
        assertThat(terminal.out())
                .contains("  Status:    Authenticated\n")
                .contains("  Warning:   Server unreachable, showing local token status\n");
    }

    @Test
    void a_login_can_be_read_by_programs() {
        store(FAR, Optional.empty());

        assertThat(terminal.run("auth", "whoami", "-o", "json")).isZero();

        assertThat(terminal.out())
                .contains("\"authenticated\": true", "\"email\": \"alice@example.com\"", "\"subject\": \"s1\"")
                .contains("\"expires_at\": \"2999-01-01T00:00:00Z\"")
                .doesNotContain("a-secret");
    }

    @Test
    void whoami_shows_what_the_id_token_says() {
        store(PAST, Optional.empty());

        assertThat(terminal.run("auth", "whoami")).isZero();

        assertThat(terminal.out())
                .startsWith("Identity:  alice@example.com\nEndpoint:  " + server.url() + "\n")
                .contains("Expires:   expired ");
    }

    @ParameterizedTest
    @CsvSource({
        "whoami,  2, Not authenticated to",
        "refresh, 2, there is no refresh token for",
    })
    void without_a_login_scripts_are_told(String command, int code, String text) {
        assertThat(terminal.run("auth", command)).isEqualTo(code);
        assertThat(terminal.err()).contains(text, "muster auth login --endpoint " + server.url());
    }

    @Test
    void an_ended_login_is_told_from_none() {
        store(PAST, Optional.empty());
        server.refusing(401);

        assertThat(terminal.run("list", "service")).isEqualTo(ExitCode.AUTHENTICATION_REQUIRED);

        assertThat(terminal.err())
                .startsWith("Error: Authentication expired for " + server.url())
                .contains("muster auth login --endpoint " + server.url())
                .contains("muster auth refresh --endpoint " + server.url());
    }

    @Test
    void nobody_is_kept_waiting_for_a_browser_where_nobody_watches() {
        server.refusing(401);

        assertThat(terminal.run("list", "service")).isEqualTo(ExitCode.AUTHENTICATION_REQUIRED);
        assertThat(terminal.run("list", "service", "--auth", "none")).isEqualTo(ExitCode.AUTHENTICATION_REQUIRED);
        assertThat(terminal.typing("n\n").run("list", "service", "--auth", "prompt"))
                .isEqualTo(ExitCode.AUTHENTICATION_REQUIRED);
        assertThat(terminal.err())
                .startsWith("Authentication required for " + server.url() + System.lineSeparator())
                .contains("Open browser to authenticate? [Y/n]: ");
    }

    @Test
    void a_login_that_cannot_begin_fails_with_its_own_code() {
        server.refusing(401);

        assertThat(terminal.run("auth", "login", "--no-browser")).isEqualTo(ExitCode.AUTHENTICATION_FAILED);

        assertThat(terminal.err()).startsWith("Error: Authentication failed for " + server.url() + ": ");
    }

    @Test
    void a_logout_forgets_the_login_even_when_its_issuer_is_away() {
        store(FAR, Optional.of("r"));

        assertThat(terminal.run("auth", "logout")).isZero();

        assertThat(terminal.out()).isEqualTo("Logged out from " + server.url() + "\n");
        assertThat(files().all()).isEmpty();
    }

    @Test
    void all_logins_end_when_that_is_meant() {
        store(FAR, Optional.empty());

        assertThat(terminal.typing("\n").run("auth", "logout", "--all")).isZero();
        assertThat(terminal.out()).contains("[y/N]: Cancelled.\n");
        assertThat(files().all()).hasSize(1);

        assertThat(terminal.run("auth", "logout", "--all", "-y")).isZero();
        assertThat(terminal.out()).isEqualTo("Cleared 1 stored token(s).\n");
        assertThat(terminal.run("auth", "logout", "--all", "-y")).isZero();
        assertThat(terminal.out()).isEqualTo("No stored tokens to clear.\n");
    }

    @ParameterizedTest
    @CsvSource({
        "PT59S,   < 1 minute",
        "PT1M,    1 minute",
        "PT59M59S,59 minutes",
        "PT1H,    1 hour",
        "PT47H,   1 day",
        "PT240H,  10 days",
    })
    void times_are_rounded_down(Duration duration, String words) {
        assertThat(Durations.words(duration)).isEqualTo(words);
        assertThat(Durations.expiry(FAR.plus(duration), FAR)).isEqualTo("in " + words);
        assertThat(Durations.expiry(FAR.minus(duration), FAR)).isEqualTo("expired " + words + " ago");
    }
}
