package io.muster.control.event;

import static io.muster.control.event.EventReason.*;

import io.muster.gateway.backend.BackendListener;
import io.muster.gateway.backend.BackendStatus;
import io.muster.gateway.backend.Inventory;
import io.muster.gateway.backend.ServiceState;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * The one place that turns what happens to backends into events, so that each is recorded once. Relies on being called
 * in order per backend.
 */
public final class BackendEvents implements BackendListener {
    private final EventRecorder recorder;
    private final UnaryOperator<String> redaction;
    private final Map<String, Seen> backends = new ConcurrentHashMap<>();

    /**
     * What was last told of a backend.
     *
     * @param recovering an automatic attempt is under way
     * @param toolsKnown its tools were announced and not taken back
     */
    private record Seen(ServiceState state, boolean recovering, boolean toolsKnown) {
        static final Seen NOTHING = new Seen(ServiceState.UNKNOWN, false, false);

        Seen with(ServiceState changed) {
            return new Seen(changed, recovering, toolsKnown);
        }

        Seen withRecovering(boolean changed) {
            return new Seen(state, changed, toolsKnown);
        }

        Seen withToolsKnown(boolean changed) {
            return new Seen(state, recovering, changed);
        }
    }

    /** @param redaction removes secrets from what backends say of their failures */
    public BackendEvents(EventRecorder recorder, UnaryOperator<String> redaction) {
        this.recorder = recorder;
        this.redaction = redaction;
    }

    @Override
    public void transitioned(Transition transition) {
        var name = transition.name();
        var state = transition.status().state();
        var seen = backends.getOrDefault(name, Seen.NOTHING);
        if (state == seen.state()) {
            return;
        }
        backends.put(name, seen.with(state));
        if (!state.isActive()) {
            withdrawTools(name, failure(transition.status()));
        }
        switch (state) {
            case STARTING -> starting(name, seen.state(), transition.trigger());
            case RUNNING, CONNECTED -> started(name);
            case AUTH_REQUIRED -> {
                recorder.record(MCP_SERVER_AUTH_REQUIRED, name);
                recoveryFailed(name, EventDetails.error("authentication required"));
            }
            case FAILED, UNREACHABLE -> {
                var failure = failure(transition.status());
                recorder.record(MCP_SERVER_FAILED, name, failure);
                recoveryFailed(name, failure);
            }
            case STOPPED, DISCONNECTED -> stopped(name, seen.state());
            case STOPPING, UNKNOWN -> {
                // Nothing to tell: the state that follows is the event.
            }
        }
    }

    @Override
    public void inventoryChanged(String name, Inventory inventory) {
        var seen = backends.getOrDefault(name, Seen.NOTHING);
        if (!seen.toolsKnown() && !inventory.equals(Inventory.EMPTY)) {
            backends.put(name, seen.withToolsKnown(true));
            recorder.record(MCP_SERVER_TOOLS_DISCOVERED, name);
        } else if (inventory.equals(Inventory.EMPTY) && !seen.state().isActive()) {
            withdrawTools(name, EventDetails.NONE);
        }
    }

    @Override
    public void healthCheckFailed(String name, String error) {
        recorder.record(MCP_SERVER_HEALTH_CHECK_FAILED, name, EventDetails.error(redaction.apply(error)));
    }

    @Override
    public void removed(String name) {
        withdrawTools(name, EventDetails.NONE);
        backends.remove(name);
    }

    private void starting(String name, ServiceState before, Trigger trigger) {
        if (trigger == Trigger.RECOVERY) {
            backends.computeIfPresent(name, (_, seen) -> seen.withRecovering(true));
            recorder.record(MCP_SERVER_RECOVERY_STARTED, name);
        } else if (hadLifeBefore(before)) {
            recorder.record(MCP_SERVER_RESTARTING, name);
        }
        recorder.record(MCP_SERVER_STARTING, name);
    }

    private void started(String name) {
        recorder.record(MCP_SERVER_STARTED, name);
        if (recoveryEnded(name)) {
            recorder.record(MCP_SERVER_RECOVERY_SUCCEEDED, name);
        }
    }

    private void stopped(String name, ServiceState before) {
        recoveryEnded(name);
        if (!before.isStopped()) {
            recorder.record(MCP_SERVER_STOPPED, name);
        }
    }

    private void recoveryFailed(String name, EventDetails details) {
        if (recoveryEnded(name)) {
            recorder.record(MCP_SERVER_RECOVERY_FAILED, name, details);
        }
    }

    private boolean recoveryEnded(String name) {
        var seen = backends.getOrDefault(name, Seen.NOTHING);
        backends.put(name, seen.withRecovering(false));
        return seen.recovering();
    }

    private void withdrawTools(String name, EventDetails details) {
        var seen = backends.getOrDefault(name, Seen.NOTHING);
        if (seen.toolsKnown()) {
            backends.put(name, seen.withToolsKnown(false));
            recorder.record(MCP_SERVER_TOOLS_UNAVAILABLE, name, details);
        }
    }

    private static boolean hadLifeBefore(ServiceState state) {
        return switch (state) {
            case STOPPED, DISCONNECTED, FAILED, UNREACHABLE -> true;
            case UNKNOWN, STARTING, RUNNING, CONNECTED, STOPPING, AUTH_REQUIRED -> false;
        };
    }

    private EventDetails failure(BackendStatus status) {
        Optional<String> error = status.error().map(redaction);
        return error.map(EventDetails::error).orElse(EventDetails.NONE);
    }
}
