package io.muster.gateway.lease;

import io.muster.gateway.lease.LeaseState.Acquiring;
import io.muster.gateway.lease.LeaseState.Ready;
import io.muster.gateway.lease.LeaseState.Refused;
import io.muster.gateway.lease.LeaseState.Renewing;
import io.muster.gateway.lease.LeaseState.Unavailable;
import io.muster.gateway.lease.Supply.Keeping;
import java.time.Instant;
import java.util.Optional;

/** What time alone does to a lease. */
final class Passing {
    private Passing() {}

    /** The state, with everything that has become due. */
    static LeaseState of(LeaseState state, Instant now) {
        return switch (state) {
            case Ready ready -> ready.held().token().expiredAt(now) ? expired(ready, now) : due(ready, now);
            case Renewing r
            when r.held().token().expiredAt(now) ->
                new Acquiring(r.ledger(), r.current(), Optional.empty(), Keeping.NOTHING.connection(), now, true);
            case Renewing r -> listenAgain(r, r.held(), now);
            // A backend that takes longer to connect to than a token lives is as good as silent.
            case Acquiring a
            when a.token().filter(token -> token.expiredAt(now)).isPresent() -> Setbacks.notOpened(a, now);
            case Unavailable u -> due(u, now);
            case Refused(var ledger, var retryAt)
            when retryAt.filter(at -> isDue(at, ledger, now)).isPresent() ->
                Supply.acquire(ledger, Keeping.NOTHING, true, now);
            default -> state;
        };
    }

    /** Due, and somebody cared when it became so, or cares since. */
    private static boolean isDue(Instant at, LeaseLedger ledger, Instant now) {
        return !at.isAfter(now) && ledger.interest().at(at);
    }

    private static LeaseState due(Ready ready, Instant now) {
        LeaseState state = isDue(ready.held().renewAt(), ready.ledger(), now)
                ? Supply.renew(ready.ledger(), ready.held(), now)
                : ready;
        return state.holding().map(held -> listenAgain(state, held, now)).orElse(state);
    }

    private static LeaseState listenAgain(LeaseState state, Holding held, Instant now) {
        if (!(held.listening() instanceof Listening.Waiting(var retryAt, var failures))
                || !isDue(retryAt, state.ledger(), now)) {
            return state;
        }
        var ledger = state.ledger().numbered();
        var open = new Listening.Open(ledger.numbers(), now, failures);
        return States.with(States.with(state, ledger), held.with(open));
    }

    /** The connection goes with the token. Whether another is obtained depends on why there is none yet. */
    private static LeaseState expired(Ready ready, Instant now) {
        var ledger = ready.ledger();
        var renewAt = ready.held().renewAt();
        var waiting = ledger.failure()
                .filter(failure -> failure.kind() == FailureClass.PROVIDER_UNAVAILABLE)
                .isPresent();
        if (waiting && renewAt.isAfter(now) && !renewAt.equals(Instant.MAX)) {
            return new Unavailable(ledger, Optional.empty(), now, renewAt);
        }
        var keeping = Keeping.of(ready).withoutConnection();
        return isDue(renewAt, ledger, now) && ledger.interest().at(now)
                ? Supply.acquire(ledger, keeping, true, now)
                : Supply.rest(ledger, now);
    }

    private static LeaseState due(Unavailable state, Instant now) {
        var token = state.token().filter(t -> !t.expiredAt(now));
        var current = new Unavailable(state.ledger(), token, state.since(), state.retryAt());
        if (state.retryAt().isAfter(now)) {
            return current;
        }
        if (!state.ledger().interest().at(state.retryAt())) {
            return Supply.rest(state.ledger(), now);
        }
        return token.<LeaseState>map(t -> Setbacks.open(state.ledger(), t, true, now))
                .orElseGet(() -> Supply.acquire(state.ledger(), Keeping.of(state), true, now));
    }
}
