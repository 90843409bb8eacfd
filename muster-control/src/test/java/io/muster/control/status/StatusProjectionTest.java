package io.muster.control.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.control.status.StatusProjection.Facts;
import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.BackendStatus;
import io.muster.gateway.backend.Endpoint;
import io.muster.gateway.backend.Inventory;
import io.muster.gateway.backend.ServiceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusProjectionTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant ONE = NOON.plusSeconds(3600);

    @ParameterizedTest
    @CsvSource({
        "RUNNING,       Running,  Connected",
        "CONNECTED,     Running,  Connected",
        "AUTH_REQUIRED, Running,  Auth Required",
        "STARTING,      Starting, Connecting",
        "STOPPING,      Running,  Connected",
        "STOPPED,       Stopped,  Disconnected",
        "UNKNOWN,       Stopped,  Disconnected",
        "DISCONNECTED,  Stopped,  Disconnected",
        "FAILED,        Failed,   Failed",
        "UNREACHABLE,   Failed,   Failed"
    })
    void each_state_of_a_backend_has_its_word(ServiceState state, String stdio, String remote) {
        assertThat(project(false, live(state)).state().word()).isEqualTo(stdio);
        assertThat(project(true, live(state)).state().word()).isEqualTo(remote);
    }

    @Test
    void without_a_backend_a_server_is_stopped_and_has_no_error() {
        var facts = new Facts(
                false, Optional.empty(), Optional.empty(), Optional.of(project(false, live(ServiceState.FAILED))));

        var status = StatusProjection.of(facts, ONE);

        assertThat(status.state()).isEqualTo(ServerState.STOPPED);
        assertThat(status.lastError()).isEmpty();
    }

    @Test
    void a_wrong_definition_fails_only_when_nothing_runs() {
        var error = Optional.of("mcpservers/x.yaml:1:2: spec.url: wrong");

        var alone = StatusProjection.of(new Facts(true, error, Optional.empty(), Optional.empty()), NOON);
        var running = StatusProjection.of(
                new Facts(true, error, Optional.of(live(ServiceState.CONNECTED)), Optional.empty()), NOON);

        assertThat(alone.state()).isEqualTo(ServerState.FAILED);
        assertThat(running.state()).isEqualTo(ServerState.CONNECTED);
        assertThat(running.lastError()).isEqualTo(error);
        assertThat(StatusMessage.of("x", alone)).contains("Definition is invalid - correct what the error names");
    }

    @Test
    void counters_and_times_are_those_of_the_backend() {
        var status = project(true, live(ServiceState.UNREACHABLE));

        assertThat(status.consecutiveFailures()).isEqualTo(3);
        assertThat(status.restartCount()).isEqualTo(2);
        assertThat(status.lastAttempt()).contains(NOON);
        assertThat(status.nextRetryAfter()).contains(NOON.plusSeconds(60));
    }

    @Test
    void the_last_connection_of_an_earlier_run_is_remembered() {
        var before = project(true, live(ServiceState.CONNECTED));
        var never = new BackendStatus(
                spec(),
                ServiceState.FAILED,
                false,
                Optional.empty(),
                1,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Inventory.EMPTY);

        var status =
                StatusProjection.of(new Facts(true, Optional.empty(), Optional.of(never), Optional.of(before)), ONE);

        assertThat(status.lastConnected()).contains(NOON);
    }

    @Test
    void the_condition_changes_its_time_with_its_status_only() {
        var connected = project(true, live(ServiceState.CONNECTED));
        assertThat(connected.conditions())
                .containsExactly(new ServerStatus.Condition("Ready", "True", "Connected", "", NOON));

        var failed = StatusProjection.of(facts(ServiceState.FAILED, connected), ONE);
        var unreachable = StatusProjection.of(facts(ServiceState.UNREACHABLE, failed), ONE.plusSeconds(9));

        assertThat(failed.conditions().getFirst().since()).isEqualTo(ONE);
        assertThat(unreachable.conditions().getFirst().since()).isEqualTo(ONE);
        assertThat(unreachable.conditions().getFirst().status()).isEqualTo("False");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x509: unknown authority            | Certificate error - verify TLS configuration
            TLS handshake timeout              | TLS error - check server certificate and TLS configuration
            npx: command not found             | Command not found - check the executable path
            Permission denied                  | Permission denied - check file permissions
            HTTP 401                           | Authentication required - run: muster auth login --server github
            HTTP 403 Forbidden                 | Access forbidden - check server permissions and credentials
            read ECONNRESET                    | Connection was reset by server - check server logs
            unsupported protocol               | Protocol error - check server type configuration
            invalid JSON                       | Invalid response from server - check server compatibility
            something else                     | Server failed to start
            connect http://127.0.0.1:22401/mcp | Server failed to start
            connect to 10.0.0.1:403            | Server failed to start
            failed to initialize MCP protocol: the server said no | Server failed to start
            """)
    void a_failure_has_a_hint(String error, String message) {
        var backend = new BackendStatus(
                spec(),
                ServiceState.FAILED,
                false,
                Optional.of(error),
                1,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Inventory.EMPTY);

        assertThat(StatusMessage.of("github", project(true, backend))).contains(message);
    }

    @Test
    void other_states_have_the_message_they_need() {
        assertThat(StatusMessage.of("github", project(true, live(ServiceState.STARTING))))
                .contains("Starting...");
        assertThat(StatusMessage.of("github", project(true, live(ServiceState.AUTH_REQUIRED))))
                .contains("Authentication required - run: muster auth login --server github");
        assertThat(StatusMessage.of("github", project(true, live(ServiceState.CONNECTED))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cannot run /home/ada/bin/server       | cannot run [path]/server
            see https://host/a/b?x=1              | see https://host/a/b?x=1
            mcpservers/x.yaml:1:2: wrong          | mcpservers/x.yaml:1:2: wrong
            Authorization: Bearer abc.def         | Authorization: Bearer [REDACTED]
            password=hunter2, next                | password=[REDACTED], next
            {"api_key": "k-1"}                    | {"api_key": "[REDACTED]"}
            http://ada:pw@host/                   | http://[REDACTED]@host/
            got QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9w | got [REDACTED]
            """)
    void errors_lose_paths_and_secrets(String error, String clean) {
        assertThat(SanitizedText.of(error)).isEqualTo(clean);
    }

    private static ServerStatus project(boolean remote, BackendStatus live) {
        return StatusProjection.of(new Facts(remote, Optional.empty(), Optional.of(live), Optional.empty()), NOON);
    }

    private static Facts facts(ServiceState state, ServerStatus previous) {
        return new Facts(true, Optional.empty(), Optional.of(live(state)), Optional.of(previous));
    }

    private static BackendStatus live(ServiceState state) {
        return new BackendStatus(
                spec(),
                state,
                false,
                Optional.empty(),
                3,
                2,
                Optional.of(NOON),
                Optional.of(NOON.plusSeconds(60)),
                Optional.empty(),
                Optional.of(NOON),
                Inventory.EMPTY);
    }

    private static BackendSpec spec() {
        return new BackendSpec(
                "github",
                new Endpoint.Stdio("x", List.of(), Map.of()),
                Access.SHARED,
                BackendSpec.Naming.DEFAULT,
                "",
                true,
                Duration.ofSeconds(30));
    }
}
