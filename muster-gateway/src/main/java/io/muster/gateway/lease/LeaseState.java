package io.muster.gateway.lease;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Where a lease stands. A state also says what it wants to exist: a token, a connection, a stream, a timer; {@link
 * LeaseEffects} brings that about, so that whatever a state does not want is closed with the state before it.
 */
sealed interface LeaseState {
    LeaseLedger ledger();

    /** The token that requests may carry, as far as this state knows. */
    default Optional<UsableToken> token() {
        return Optional.empty();
    }

    default OptionalLong connection() {
        return OptionalLong.empty();
    }

    default Optional<Work> work() {
        return Optional.empty();
    }

    default Optional<Holding> holding() {
        return Optional.empty();
    }

    /** Whether the session is on record as authenticated for the backend. */
    default boolean onRecord() {
        return false;
    }

    /** Nothing was tried, or the user signed out. */
    record Idle(LeaseLedger ledger) implements LeaseState {}

    /**
     * A token is obtained, or the connection opened with it.
     *
     * @param kept the connection that outlived the token before
     * @param onRecord whether it was before
     */
    record Acquiring(
            LeaseLedger ledger,
            Work current,
            Optional<UsableToken> token,
            OptionalLong kept,
            Instant since,
            boolean onRecord)
            implements LeaseState {
        public Acquiring {
            requireNotRefused(ledger, token);
        }

        @Override
        public Optional<Work> work() {
            return Optional.of(current);
        }

        @Override
        public OptionalLong connection() {
            return current instanceof Work.Open(var number) ? OptionalLong.of(number) : kept;
        }
    }

    /** There is a connection, and a token that it is good with. */
    sealed interface Usable extends LeaseState {
        Holding held();

        @Override
        default Optional<UsableToken> token() {
            return Optional.of(held().token());
        }

        @Override
        default OptionalLong connection() {
            return OptionalLong.of(held().connection());
        }

        @Override
        default Optional<Holding> holding() {
            return Optional.of(held());
        }

        @Override
        default boolean onRecord() {
            return true;
        }
    }

    /** Usable. */
    record Ready(LeaseLedger ledger, Holding held) implements Usable {
        public Ready {
            requireNotRefused(ledger, Optional.of(held.token()));
        }
    }

    /** Usable, while a token that lasts longer is obtained. */
    record Renewing(LeaseLedger ledger, Holding held, Work current) implements Usable {
        public Renewing {
            requireNotRefused(ledger, Optional.of(held.token()));
        }

        @Override
        public Optional<Work> work() {
            return Optional.of(current);
        }
    }

    /** Nobody cares at the moment; a token can be had as soon as somebody does. */
    record Dormant(LeaseLedger ledger) implements LeaseState {
        @Override
        public boolean onRecord() {
            return true;
        }
    }

    /** Nothing to get a token from. Waits for the event, not for time. */
    record SubjectMissing(LeaseLedger ledger) implements LeaseState {}

    /** The subject token is known to be refused. Waits for another one. */
    record SubjectInsufficient(LeaseLedger ledger, Set<String> missing) implements LeaseState {
        public SubjectInsufficient {
            missing = Set.copyOf(missing);
        }
    }

    /**
     * Somebody said no.
     *
     * @param retryAt when it is tried again; empty when only an event helps
     */
    record Refused(LeaseLedger ledger, Optional<Instant> retryAt) implements LeaseState {}

    /**
     * The backend, or who issues tokens for it, does not answer.
     *
     * @param token still good, for the next attempt to connect
     */
    record Unavailable(LeaseLedger ledger, Optional<UsableToken> token, Instant since, Instant retryAt)
            implements LeaseState {
        public Unavailable {
            requireNotRefused(ledger, token);
        }

        @Override
        public boolean onRecord() {
            return true;
        }
    }

    /**
     * Over for good.
     *
     * @param onRecord whether the record stays, for another process or a later time
     */
    record Closed(LeaseLedger ledger, boolean onRecord) implements LeaseState {}

    private static void requireNotRefused(LeaseLedger ledger, Optional<UsableToken> token) {
        if (token.isPresent() && ledger.refusals().include(token.get())) {
            throw new IllegalStateException("a refused token must not be used: " + token.get());
        }
    }
}
