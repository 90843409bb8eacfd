package io.muster.gateway.lease;

import io.muster.gateway.lease.LeaseEvent.Unrenewed;
import io.muster.gateway.lease.LeaseState.Acquiring;
import io.muster.gateway.lease.LeaseState.Ready;
import io.muster.gateway.lease.LeaseState.Refused;
import io.muster.gateway.lease.LeaseState.Renewing;
import io.muster.gateway.lease.LeaseState.Unavailable;
import io.muster.gateway.lease.Supply.Keeping;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What follows from bad news. The only place where something is tried again. */
final class Setbacks {
    private Setbacks() {}

    /**
     * The backend refused the token that the state holds. It is never sent again; one other is obtained, past all
     * caches, and if that is refused too, only another basis helps.
     */
    static LeaseState tokenRefused(LeaseState state, UsableToken token, Instant now) {
        var refusals = state.ledger().refusals().burn(token).another();
        var burnt = state.ledger().kind() == LeaseKind.FORWARD ? refusals.burnBasis(token.basis()) : refusals;
        var ledger = state.ledger().with(burnt).failed(FailureClass.BACKEND_REFUSED, now);
        return switch (state) {
            // Another one is on its way already.
            case Renewing renewing
            when !burnt.exhausted() ->
                new Acquiring(ledger, renewing.current(), Optional.empty(), state.connection(), now, true);
            case Acquiring _ -> Supply.acquire(ledger, Keeping.of(state).withoutConnection(), true, now);
            default -> Supply.acquire(ledger, Keeping.of(state), true, now);
        };
    }

    /** What was obtained is the token that the backend has refused. */
    static LeaseState refusedBefore(LeaseLedger ledger, Instant now) {
        return new Refused(ledger.failed(FailureClass.BACKEND_REFUSED, now), Optional.empty());
    }

    static LeaseState notAcquired(LeaseState state, FailureClass kind, Optional<Duration> retryAfter, Instant now) {
        return switch (kind) {
            case PROVIDER_UNAVAILABLE -> providerSilent(state, retryAfter, now);
            case SUBJECT_REFUSED -> {
                var ledger = state.ledger();
                var refusals =
                        ledger.refusals().another().burnBasis(ledger.basis().generation());
                yield new Refused(ledger.with(refusals).failed(kind, now), Optional.empty());
            }
            case NO_SUBJECT, SIGNED_OUT -> withoutBasis(state, now);
            case CONFIGURATION -> new Refused(state.ledger().failed(kind, now), Optional.empty());
            default -> providerRefused(state, now);
        };
    }

    /** A refused refresh token is gone, but the access token that it belongs to may live on. */
    private static LeaseState providerRefused(LeaseState state, Instant now) {
        var ledger = state.ledger().failed(FailureClass.PROVIDER_REFUSED, now);
        if (ledger.kind() == LeaseKind.SIGN_IN) {
            var without = ledger.with(ledger.basis().exhausted());
            return state instanceof Renewing(var _, var held, var _)
                    ? new Ready(without, held.renewingAt(Instant.MAX))
                    : new Refused(without, Optional.empty());
        }
        var counted = ledger.with(ledger.refusals().another());
        return counted.refusals().exhausted()
                ? new Refused(counted, Optional.empty())
                : new Refused(counted, Optional.of(LeaseTimes.afterRefusal(counted, now)));
    }

    /** The source has nothing to get a token from, whatever was known here. */
    private static LeaseState withoutBasis(LeaseState state, Instant now) {
        var without = state.ledger().with(state.ledger().basis().lost());
        return state instanceof Renewing(var _, var held, var _)
                ? new Ready(without, held.renewingAt(Instant.MAX))
                : Supply.rest(without, now);
    }

    static LeaseState notRefreshed(LeaseState state, Unrenewed why, Optional<Duration> retryAfter, Instant now) {
        return switch (why) {
            case UNAVAILABLE -> providerSilent(state, retryAfter, now);
            case IMPOSSIBLE, UNCHANGED -> {
                var ledger = state.ledger();
                if (!(state instanceof Renewing(var _, var held, var _))) {
                    yield Supply.acquire(ledger.with(ledger.basis().exhausted()), Keeping.of(state), true, now);
                }
                // What there is lives for a while yet, so it will change before it ends.
                yield why == Unrenewed.UNCHANGED
                        ? new Ready(ledger, held.renewingAt(again(ledger, retryAfter, now)))
                        : new Ready(ledger.with(ledger.basis().exhausted()), held.renewingAt(Instant.MAX));
            }
        };
    }

    private static Instant again(LeaseLedger ledger, Optional<Duration> retryAfter, Instant now) {
        var calm = ledger.failed(FailureClass.PROVIDER_UNAVAILABLE, now, Integer.MAX_VALUE);
        return LeaseTimes.afterProviderFailure(calm, retryAfter, now);
    }

    /** The token that there is goes on being used; without one, the lease waits. */
    private static LeaseState providerSilent(LeaseState state, Optional<Duration> retryAfter, Instant now) {
        var ledger = state.ledger().failed(FailureClass.PROVIDER_UNAVAILABLE, now);
        var retryAt = LeaseTimes.afterProviderFailure(ledger, retryAfter, now);
        return state instanceof Renewing(var _, var held, var _)
                ? new Ready(ledger, held.renewingAt(retryAt))
                : new Unavailable(ledger, Optional.empty(), now, retryAt);
    }

    static LeaseState notOpened(Acquiring state, Instant now) {
        var token = state.token().filter(t -> !t.expiredAt(now));
        return backendSilent(state.ledger(), token, state.ledger().failures(), now);
    }

    /** A connection that had lived is replaced at once; one that broke early is worth a pause. */
    static LeaseState connectionLost(LeaseState state, Holding held, Instant now) {
        if (now.isBefore(held.openedAt().plus(Listening.HEALTHY_AFTER))) {
            return backendSilent(state.ledger(), Optional.of(held.token()), held.unstable(), now);
        }
        return open(state.ledger(), held.token(), true, now);
    }

    private static LeaseState backendSilent(
            LeaseLedger before, Optional<UsableToken> token, int failures, Instant now) {
        var count = before.failure()
                        .filter(f -> f.kind() != FailureClass.BACKEND_UNREACHABLE)
                        .isPresent()
                ? 1
                : failures + 1;
        var ledger = before.failed(FailureClass.BACKEND_UNREACHABLE, now, count);
        var since = ledger.failure().map(LeaseFailure::since).orElse(now);
        return new Unavailable(ledger, token, since, LeaseTimes.afterBackendFailure(ledger, count, now));
    }

    /** Connects with a token. */
    static Acquiring open(LeaseLedger ledger, UsableToken token, boolean onRecord, Instant now) {
        var next = ledger.numbered();
        var work = new Work.Open(next.numbers());
        return new Acquiring(next, work, Optional.of(token), Keeping.NOTHING.connection(), now, onRecord);
    }
}
