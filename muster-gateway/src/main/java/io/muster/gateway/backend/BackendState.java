package io.muster.gateway.backend;

import io.muster.gateway.backend.BackendListener.Trigger;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a backend stands. Attempts are numbered; at most one is under way or connected, and whatever an earlier one
 * still reports is recognised by its number and dropped.
 */
sealed interface BackendState {
    Ledger ledger();

    /** Known, never started. */
    record Idle(Ledger ledger) implements BackendState {}

    /** An attempt is under way. */
    record Starting(Ledger ledger, long attempt, Trigger trigger) implements BackendState {}

    /**
     * Connected.
     *
     * @param doubtful whether the last ping was not answered
     */
    record Active(Ledger ledger, long attempt, Instant since, Inventory inventory, boolean doubtful)
            implements BackendState {}

    /** Connected to the outside, while the transport session that the backend forgot is replaced. */
    record Renewing(Ledger ledger, long attempt, Instant since, Inventory inventory) implements BackendState {}

    /** A connection or an attempt is being ended. */
    record Stopping(Ledger ledger, long attempt, Then then) implements BackendState {}

    /** Stopped on demand. */
    record Stopped(Ledger ledger) implements BackendState {}

    /** The last attempt failed, or the connection broke. Without a next retry only a person can help. */
    record Failed(Ledger ledger, Optional<Instant> nextRetry, boolean unreachable) implements BackendState {}

    /**
     * The backend wants a login.
     *
     * @param entered whether a session has been connected with a credential of its own
     */
    record AuthRequired(Ledger ledger, boolean entered) implements BackendState {}

    /** Over for good. */
    record Ended(Ledger ledger) implements BackendState {}

    /** What follows when a stop is complete. */
    enum Then {
        STAY,
        START,
        END
    }

    /**
     * What outlives single states.
     *
     * @param attempts number of the latest attempt
     * @param failures failed attempts since the last success
     * @param starts how often it was started
     * @param lastGood what it offered when it was last read
     */
    record Ledger(
            BackendSpec spec,
            long attempts,
            int failures,
            int starts,
            Optional<String> error,
            Optional<Instant> lastAttempt,
            Optional<Instant> lastConnected,
            Inventory lastGood) {

        static Ledger of(BackendSpec spec) {
            return new Ledger(spec, 0, 0, 0, Optional.empty(), Optional.empty(), Optional.empty(), Inventory.EMPTY);
        }

        /** What another definition offered says nothing about this one. */
        Ledger withSpec(BackendSpec changed) {
            var kept = changed.endpoint().equals(spec.endpoint()) ? lastGood : Inventory.EMPTY;
            return new Ledger(changed, attempts, failures, starts, error, lastAttempt, lastConnected, kept);
        }

        Ledger starting(Instant now) {
            return new Ledger(
                    spec, attempts + 1, failures, starts + 1, error, Optional.of(now), lastConnected, lastGood);
        }

        Ledger renewing() {
            return new Ledger(spec, attempts + 1, failures, starts, error, lastAttempt, lastConnected, lastGood);
        }

        Ledger connected(Instant now, Inventory inventory, Optional<String> warning) {
            return new Ledger(spec, attempts, 0, starts, warning, lastAttempt, Optional.of(now), inventory);
        }

        Ledger listed(Inventory inventory, Optional<String> warning) {
            return new Ledger(spec, attempts, failures, starts, warning, lastAttempt, lastConnected, inventory);
        }

        Ledger failed(int failuresNow, String text) {
            return new Ledger(
                    spec, attempts, failuresNow, starts, Optional.of(text), lastAttempt, lastConnected, lastGood);
        }

        Ledger stopped() {
            return new Ledger(spec, attempts, failures, starts, Optional.empty(), lastAttempt, lastConnected, lastGood);
        }
    }
}
