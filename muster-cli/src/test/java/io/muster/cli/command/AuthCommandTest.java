package io.muster.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.cli.client.FakeEndpoint;
import io.muster.cli.token.ServerUrl;
import io.muster.cli.token.StoredToken;
import io.muster.cli.token.TokenFiles;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.token.TokenSet;
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
                refresh.map(Secret::new),
                Optional.of(new Secret("eyJhbGciOiJub25lIn0." + claims + ".")),
                expiry,
                Scopes.NONE);
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

    // --- the servers behind it

    private static String server(String name, String status, String more) {
        return "{\"name\":\"" + name + "\",\"status\":\"" + status + "\"" + more + "}";
    }

    private static String waiting(String name) {
        return server(name, "auth_required", ",\"auth_tool\":\"core_auth_login\"");
    }

    private static final String PAGE = "Authentication Required\n\nhttps://muster.example/start?state=s\n\nThen again.";
    private static final String FORWARDED = ",\"token_forwarding_enabled\":true";

    @Test
    void the_status_shows_the_servers_behind_it() {
        server.standing(waiting("github") + "," + server("wiki", "connected", FORWARDED));

        assertThat(terminal.run("auth", "status")).isZero();

        assertThat(terminal.out()).endsWith("""
                          Status:    No authentication required

                        MCP Servers
                          (1 pending authentication)
                          github               Not authenticated                   Run: muster auth login --server github
                          wiki                 Connected [SSO: Forwarded]
                        """);
        assertThat(terminal.run("auth", "status", "-o", "json")).isZero();
        assertThat(terminal.out()).contains("\"name\": \"wiki\"", "\"token_forwarding_enabled\": true");
    }

    @Test
    void a_state_that_nobody_knows_is_shown_and_warned_of() {
        server.standing(server("wiki", "dreaming", ""));

        assertThat(terminal.run("auth", "status")).isZero();

        assertThat(terminal.out()).contains("  wiki                 dreaming\n");
        assertThat(terminal.err()).contains("WARNING: unhandled SessionServerStatus \"dreaming\"");
    }

    @Test
    void one_server_is_shown_alone_when_there_is_one_of_that_name() {
        server.standing(waiting("github"));

        assertThat(terminal.run("auth", "status", "--server", "github")).isZero();
        assertThat(terminal.out()).startsWith("MCP Server: github\n  Status:    Not authenticated\n");

        assertThat(terminal.run("auth", "status", "--server", "githup")).isEqualTo(ExitCode.ERROR);
        assertThat(terminal.err())
                .contains("server 'githup' not found. Use 'muster auth status' to see available servers");

        server.refusing(401);
        assertThat(terminal.run("auth", "status", "--server", "github")).isEqualTo(ExitCode.AUTHENTICATION_REQUIRED);
        assertThat(terminal.err()).contains("not authenticated to aggregator. Run 'muster auth login' first");
    }

    @Test
    void a_person_logs_in_to_one_server() throws InterruptedException {
        server.standing(waiting("github"), server("github", "connected", "")).answering("core_auth_login", PAGE);

        assertThat(terminal.run("auth", "login", "--server", "github", "--no-browser"))
                .isZero();

        assertThat(server.nextCall().arguments().text("server")).contains("github");
        assertThat(terminal.err())
                .contains("Please open this URL in your browser:\nhttps://muster.example/start?state=s");
        assertThat(terminal.out()).isEqualTo("""
                        Authenticating to github...
                        Waiting for github authentication to complete...
                        ✓ github authenticated successfully.
                        """);
    }

    @Test
    void a_server_that_is_logged_in_already_is_left_alone() {
        server.standing(server("github", "connected", ""));

        assertThat(terminal.run("auth", "login", "--server", "github")).isZero();

        assertThat(terminal.out())
                .isEqualTo("Server 'github' is already connected and does not require authentication.\n");
        assertThat(server.hasNoMoreCalls()).isTrue();
    }

    @Test
    void a_server_with_single_sign_on_has_no_login_of_its_own() {
        server.standing(server("wiki", "auth_required", FORWARDED));

        assertThat(terminal.run("auth", "login", "--server", "wiki")).isZero();
        assertThat(terminal.out())
                .contains("Server 'wiki' uses SSO (token forwarding)", "muster auth status --server wiki");
        assertThat(terminal.run("auth", "logout", "--server", "wiki")).isZero();
        assertThat(terminal.out()).contains("Server 'wiki' uses SSO", "muster auth logout");
        assertThat(server.hasNoMoreCalls()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "other      | auth_required | 1 | server 'github' not found. Use 'muster auth status' to see available servers",
                "github     | disconnected  | 1 | Server 'github' is in state 'disconnected' and cannot be authenticated.",
                "github     | auth_required | 1 | server 'github' requires authentication, but names no tool for that",
            })
    void a_login_that_makes_no_sense_says_why(String name, String status, int code, String text) {
        server.standing(server(name, status, ""));

        assertThat(terminal.run("auth", "login", "--server", "github")).isEqualTo(code);
        assertThat(terminal.err()).contains(text);
    }

    @Test
    void a_login_that_muster_refuses_fails_in_its_words() {
        server.standing(waiting("github"))
                .answering("core_auth_login", "Cannot authenticate to 'github': no metadata", true);

        assertThat(terminal.run("auth", "login", "--server", "github")).isEqualTo(ExitCode.AUTHENTICATION_FAILED);

        assertThat(terminal.err()).startsWith("Error: Cannot authenticate to 'github': no metadata");
    }

    @Test
    void the_login_to_muster_comes_first() {
        server.refusing(401);

        assertThat(terminal.run("auth", "login", "--server", "github", "--no-browser"))
                .isEqualTo(ExitCode.AUTHENTICATION_FAILED);
        assertThat(terminal.out()).startsWith("Authenticating to aggregator first...\n");

        server.close();
        assertThat(terminal.run("auth", "login", "--server", "github")).isEqualTo(ExitCode.ERROR);
        assertThat(terminal.err()).startsWith("Error: failed to connect to aggregator: ");
    }

    @Test
    void all_servers_that_wait_are_logged_in_to_one_after_the_other() throws InterruptedException {
        server.standing(
                        waiting("chat") + "," + waiting("github"),
                        server("chat", "connected", "") + "," + waiting("github"),
                        server("chat", "connected", "") + "," + server("github", "connected", ""))
                .answering("core_auth_login", PAGE);

        assertThat(terminal.run("auth", "login", "--all", "--no-browser")).isZero();

        assertThat(server.nextCall().arguments().text("server")).contains("chat");
        assertThat(server.nextCall().arguments().text("server")).contains("github");
        assertThat(terminal.out())
                .contains(
                        "Found 2 MCP server(s) requiring authentication:\n  - chat\n  - github\n",
                        "[1/2] Authenticating to chat\n",
                        "[2/2] Authenticating to github\n",
                        "\nAuthentication complete. 2/2 servers authenticated.\n");
    }

    @Test
    void failures_of_some_are_told_and_counted() {
        server.standing(waiting("chat")).answering("core_auth_login", "no", true);

        assertThat(terminal.run("auth", "login", "--all")).isEqualTo(ExitCode.AUTHENTICATION_FAILED);

        assertThat(terminal.err()).contains("Failed: no");
        assertThat(terminal.out()).contains("Authentication complete. 0/1 servers authenticated.\n");
    }

    @Test
    void where_nothing_waits_that_is_said() {
        server.standing(server("wiki", "connected", FORWARDED));

        assertThat(terminal.run("auth", "login", "--all")).isZero();

        assertThat(terminal.out()).endsWith("""
                        No MCP servers require authentication.
                        Establishing SSO connections... done
                        All authentication complete.
                        """);
    }

    @Test
    void after_a_login_single_sign_on_is_waited_for() {
        store(FAR, Optional.of("r"));
        server.standing(server("wiki", "sso_pending", FORWARDED), server("wiki", "reauth_required", FORWARDED));

        assertThat(terminal.run("auth", "login")).isZero();

        assertThat(terminal.out())
                .isEqualTo("Already authenticated to " + server.url() + "\nSSO failed for 1 server(s):\n  - wiki\n");
    }

    @Test
    void a_login_to_one_server_ends() throws InterruptedException {
        server.standing(server("github", "connected", ""))
                .answering("core_auth_logout", "Successfully logged out from 'github'.");

        assertThat(terminal.run("auth", "logout", "--server", "github")).isZero();
        assertThat(server.nextCall().tool()).isEqualTo("core_auth_logout");
        assertThat(terminal.out()).isEqualTo("Successfully logged out from 'github'.\n");

        assertThat(terminal.run("auth", "logout", "--server", "other")).isEqualTo(ExitCode.ERROR);
        assertThat(terminal.err()).contains("server 'other' not found");
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
