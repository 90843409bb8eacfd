package io.muster.control.event;

import static io.muster.gateway.backend.ServiceState.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendListener.Transition;
import io.muster.gateway.backend.BackendListener.Trigger;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.BackendStatus;
import io.muster.gateway.backend.Endpoint;
import io.muster.gateway.backend.Inventory;
import io.muster.gateway.backend.ServiceState;
import io.muster.gateway.tool.ToolSchema;
import io.muster.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackendEventsTest {
    private static final Inventory TOOLS =
            new Inventory(List.of(ToolSchema.of("list", "").build()), List.of(), List.of(), List.of());

    private final List<Event> recorded = new ArrayList<>();
    private final BackendEvents events = new BackendEvents(
            new EventRecorder(new ListJournal(recorded), new ManualTime(), "default"),
            text -> text.replace("s3cret", "[REDACTED]"));

    @Test
    void a_first_start_is_starting_and_started() {
        become(STARTING, Trigger.COMMAND);
        become(RUNNING, Trigger.COMMAND);

        assertThat(reasons()).containsExactly("MCPServerStarting", "MCPServerStarted");
    }

    @Test
    void remote_backends_give_the_same_events() {
        become(STARTING, Trigger.COMMAND);
        become(CONNECTED, Trigger.COMMAND);
        become(STOPPING, Trigger.COMMAND);
        become(DISCONNECTED, Trigger.COMMAND);

        assertThat(reasons()).containsExactly("MCPServerStarting", "MCPServerStarted", "MCPServerStopped");
    }

    @Test
    void a_state_told_twice_is_one_event() {
        become(STARTING, Trigger.COMMAND);
        become(STARTING, Trigger.COMMAND);
        become(RUNNING, Trigger.COMMAND);
        become(RUNNING, Trigger.BACKEND);

        assertThat(reasons()).containsExactly("MCPServerStarting", "MCPServerStarted");
    }

    @Test
    void a_failure_carries_its_error_without_secrets() {
        become(STARTING, Trigger.COMMAND);
        fail(FAILED, "exit 1: token s3cret");

        assertThat(recorded.getLast().message())
                .isEqualTo("MCPServer github operation failed: exit 1: token [REDACTED]");
    }

    @Test
    void a_backend_that_does_not_answer_is_told_with_its_error() {
        events.healthCheckFailed("github", "no answer to ping, s3cret");

        assertThat(recorded.getLast().message())
                .isEqualTo("MCPServer github health check failed: no answer to ping, [REDACTED]");
    }

    @Test
    void recovery_is_told_from_its_start_to_its_end() {
        become(STARTING, Trigger.COMMAND);
        fail(FAILED, "refused");
        recorded.clear();

        become(STARTING, Trigger.RECOVERY);
        fail(UNREACHABLE, "refused");
        become(STARTING, Trigger.RECOVERY);
        become(CONNECTED, Trigger.RECOVERY);

        assertThat(reasons())
                .containsExactly(
                        "MCPServerRecoveryStarted",
                        "MCPServerStarting",
                        "MCPServerFailed",
                        "MCPServerRecoveryFailed",
                        "MCPServerRecoveryStarted",
                        "MCPServerStarting",
                        "MCPServerStarted",
                        "MCPServerRecoverySucceeded");
        assertThat(recorded.get(3).message()).isEqualTo("MCPServer github automatic recovery failed: refused");
    }

    @Test
    void a_start_by_command_after_a_recovery_is_no_recovery() {
        become(STARTING, Trigger.RECOVERY);
        become(STOPPED, Trigger.COMMAND);
        recorded.clear();

        become(STARTING, Trigger.COMMAND);
        become(RUNNING, Trigger.COMMAND);

        assertThat(reasons()).containsExactly("MCPServerRestarting", "MCPServerStarting", "MCPServerStarted");
    }

    @Test
    void a_backend_that_asks_for_a_login_failed_to_recover() {
        become(STARTING, Trigger.RECOVERY);
        become(AUTH_REQUIRED, Trigger.RECOVERY);

        assertThat(reasons())
                .containsExactly(
                        "MCPServerRecoveryStarted",
                        "MCPServerStarting",
                        "MCPServerAuthRequired",
                        "MCPServerRecoveryFailed");
        assertThat(recorded.getLast().message()).endsWith(": authentication required");
    }

    @Test
    void tools_are_discovered_once_per_connection_and_lost_once() {
        become(STARTING, Trigger.COMMAND);
        become(RUNNING, Trigger.COMMAND);
        events.inventoryChanged("github", TOOLS);
        events.inventoryChanged("github", TOOLS);
        fail(FAILED, "exited");
        events.inventoryChanged("github", Inventory.EMPTY);

        assertThat(reasons())
                .containsExactly(
                        "MCPServerStarting",
                        "MCPServerStarted",
                        "MCPServerToolsDiscovered",
                        "MCPServerToolsUnavailable",
                        "MCPServerFailed");
        assertThat(recorded.get(3).message()).isEqualTo("MCPServer github tools became unavailable: exited");
    }

    @Test
    void removing_a_backend_takes_its_tools_away_and_forgets_it() {
        become(STARTING, Trigger.COMMAND);
        become(RUNNING, Trigger.COMMAND);
        events.inventoryChanged("github", TOOLS);
        recorded.clear();

        events.removed("github");
        become(STARTING, Trigger.COMMAND);

        assertThat(reasons()).containsExactly("MCPServerToolsUnavailable", "MCPServerStarting");
    }

    @Test
    void a_backend_that_never_ran_gives_no_event() {
        become(STOPPED, Trigger.COMMAND);

        assertThat(recorded).isEmpty();
    }

    private void become(ServiceState state, Trigger trigger) {
        events.transitioned(new Transition(Optional.empty(), status(state, Optional.empty()), trigger));
    }

    private void fail(ServiceState state, String error) {
        events.transitioned(new Transition(Optional.empty(), status(state, Optional.of(error)), Trigger.BACKEND));
    }

    private List<String> reasons() {
        return recorded.stream().map(Event::reason).toList();
    }

    private static BackendStatus status(ServiceState state, Optional<String> error) {
        var spec = new BackendSpec(
                "github",
                new Endpoint.Stdio("run", List.of(), Map.of()),
                Access.SHARED,
                BackendSpec.Naming.DEFAULT,
                "",
                true,
                Duration.ofSeconds(30));
        return new BackendStatus(
                spec,
                state,
                false,
                error,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Inventory.EMPTY);
    }
}
