package io.muster.gateway.backend;

import java.time.Instant;
import java.util.Optional;

/**
 * How one backend is doing at one moment.
 *
 * @param spec what is wanted of it
 * @param state how it is doing
 * @param doubtful whether it owes the answer to a ping
 * @param error the last failure, empty when there is none
 * @param consecutiveFailures failed attempts since the last success
 * @param restartCount how often it was started again
 * @param lastAttempt when it was last tried to be started
 * @param nextRetry when it may be tried again
 * @param connectedSince when it became active; only while it is
 * @param lastConnected when it last became active
 * @param inventory what it offers; empty while it is not active
 */
public record BackendStatus(
        BackendSpec spec,
        ServiceState state,
        boolean doubtful,
        Optional<String> error,
        int consecutiveFailures,
        int restartCount,
        Optional<Instant> lastAttempt,
        Optional<Instant> nextRetry,
        Optional<Instant> connectedSince,
        Optional<Instant> lastConnected,
        Inventory inventory) {

    public String name() {
        return spec.name();
    }

    /** {@code healthy}, {@code unhealthy} or {@code unknown}. */
    public String health() {
        return doubtful ? "unhealthy" : state.health();
    }
}
