package io.muster.control.status;

import io.muster.control.status.ServerStatus.Condition;
import io.muster.gateway.backend.BackendStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** From facts to status; pure. The table is the one of the resource specification, section 2.4. */
public final class StatusProjection {
    private static final String READY = "Ready";
    static final String INVALID = "DefinitionInvalid";

    private StatusProjection() {}

    /**
     * What is known of a server.
     *
     * @param remote whether its definition names a remote transport
     * @param definitionError what is wrong with the definition; the backend, if any, runs by its last good one
     * @param live the backend, if there is one
     * @param previous the status before
     */
    public record Facts(
            boolean remote,
            Optional<String> definitionError,
            Optional<BackendStatus> live,
            Optional<ServerStatus> previous) {}

    public static ServerStatus of(Facts facts, Instant now) {
        var live = facts.live();
        var state = live.map(status -> ServerState.of(status.state(), facts.remote()))
                .orElseGet(() -> without(facts));
        var error = facts.definitionError()
                .or(() -> live.flatMap(BackendStatus::error))
                .map(SanitizedText::of);
        var previous = facts.previous();
        return new ServerStatus(
                state,
                error,
                live.flatMap(BackendStatus::lastConnected).or(() -> previous.flatMap(ServerStatus::lastConnected)),
                live.map(BackendStatus::restartCount).orElse(0),
                live.map(BackendStatus::consecutiveFailures).orElse(0),
                live.flatMap(BackendStatus::lastAttempt),
                live.flatMap(BackendStatus::nextRetry),
                List.of(ready(facts, state, error, now)));
    }

    private static ServerState without(Facts facts) {
        if (facts.definitionError().isPresent()) {
            return ServerState.FAILED;
        }
        return facts.remote() ? ServerState.DISCONNECTED : ServerState.STOPPED;
    }

    private static Condition ready(Facts facts, ServerState state, Optional<String> error, Instant now) {
        var active = facts.live().map(live -> live.state().isActive()).orElse(false);
        var status = active ? "True" : "False";
        var reason = facts.definitionError().isPresent() ? INVALID : state.reason();
        var since = facts.previous()
                .flatMap(previous -> previous.condition(READY))
                .filter(before -> before.status().equals(status))
                .map(Condition::since)
                .orElse(now);
        return new Condition(READY, status, reason, error.orElse(""), since);
    }
}
