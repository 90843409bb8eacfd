package io.muster.gateway.lease;

import io.muster.gateway.lease.LeaseEvent.Trouble;
import io.muster.gateway.lease.LeaseState.Acquiring;
import io.muster.gateway.lease.LeaseState.Closed;
import io.muster.gateway.lease.LeaseState.Dormant;
import io.muster.gateway.lease.LeaseState.Idle;
import io.muster.gateway.lease.LeaseState.Ready;
import io.muster.gateway.lease.LeaseState.Renewing;
import io.muster.gateway.lease.LeaseState.SubjectMissing;
import io.muster.gateway.lease.LeaseState.Unavailable;
import io.muster.gateway.lease.Supply.Keeping;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All decisions about a lease, as a pure transition function: no clock, no I/O, no chance. What an event means is decided
 * after everything that has become due by then has happened, so a late timer changes nothing. Results that belong to
 * nothing under way any more leave the state as it is.
 */
final class LeaseMachine {
    private LeaseMachine() {}

    /** The next state, and what to do about it, in this order. */
    record Step(LeaseState state, List<LeaseEffect> effects) {}

    /** A lease that nobody has asked for yet. */
    static LeaseState created(LeaseTerms terms, Basis basis, long seed) {
        return new Idle(LeaseLedger.of(terms, basis, seed));
    }

    /** A lease that is on record from another process or an earlier one, whose token and connection are not known here. */
    static Step found(LeaseTerms terms, Basis basis, long seed, Instant now) {
        var ledger = LeaseLedger.of(terms, basis, seed);
        var state = Supply.rest(ledger, now);
        return new Step(state, LeaseEffects.between(new Dormant(ledger), state));
    }

    static Step next(LeaseState state, LeaseEvent event, Instant now) {
        if (state instanceof Closed) {
            return new Step(state, List.of());
        }
        var after = Passing.of(handle(Passing.of(state, now), event, now), now);
        return new Step(after, LeaseEffects.between(state, after));
    }

    private static LeaseState handle(LeaseState state, LeaseEvent event, Instant now) {
        return switch (event) {
            case LeaseEvent.Used _ -> wanted(state, state.ledger().interest().usedAt(now), now);
            case LeaseEvent.Attached(var present) -> attached(state, present, now);
            case LeaseEvent.BasisRenewed(var basis) -> basisRenewed(state, basis, now);
            case LeaseEvent.SubjectLost _ -> subjectLost(state, now);
            case LeaseEvent.SignedOut _ -> signedOut(state);
            case LeaseEvent.Redefined(var terms) -> redefined(state, terms, now);
            case LeaseEvent.Parked _ -> new Closed(state.ledger(), state.onRecord());
            case LeaseEvent.Ended _ -> new Closed(state.ledger(), false);
            case LeaseEvent.TokenAcquired acquired -> acquired(state, acquired, now);
            case LeaseEvent.AcquireFailed(var number, var kind, var retryAfter) ->
                state.work()
                                .filter(work -> work instanceof Work.Acquire && work.number() == number)
                                .isPresent()
                        ? Setbacks.notAcquired(state, kind, retryAfter, now)
                        : state;
            case LeaseEvent.RefreshFailed(var number, var why, var retryAfter) ->
                state.work()
                                .filter(work -> work instanceof Work.RefreshSubject && work.number() == number)
                                .isPresent()
                        ? Setbacks.notRefreshed(state, why, retryAfter, now)
                        : state;
            case LeaseEvent.Opened(var number) -> opened(state, number, now);
            case LeaseEvent.OpenFailed(var number, var trouble) -> openFailed(state, number, trouble, now);
            case LeaseEvent.ConnectionLost(var number) -> connectionLost(state, number, now);
            case LeaseEvent.ListenerEnded(var number, var end) -> listenerEnded(state, number, end, now);
            case LeaseEvent.CallRefused(var generation) -> callRefused(state, generation, now);
            case LeaseEvent.CallForbidden(var generation) -> callForbidden(state, generation);
            case LeaseEvent.CallAnswered(var generation) -> callAnswered(state, generation);
            case LeaseEvent.PingAnswered(var number) -> pinged(state, number) ? trusted(state) : state;
            case LeaseEvent.PingFailed(var number, var trouble) -> pingFailed(state, number, trouble, now);
            case LeaseEvent.BackendReachable _ -> reachable(state, now);
            case LeaseEvent.TimerFired _ -> state;
        };
    }

    private static LeaseState wanted(LeaseState before, Interest interest, Instant now) {
        var state = States.with(before, before.ledger().with(interest));
        return switch (state) {
            case Idle _, Dormant _ -> Supply.acquire(state.ledger(), Keeping.of(state), false, now);
            case SubjectMissing(var ledger) -> new SubjectMissing(ledger.failed(FailureClass.NO_SUBJECT, now));
            default -> state;
        };
    }

    private static LeaseState attached(LeaseState state, boolean present, Instant now) {
        var interest = state.ledger().interest().attached(present);
        return present
                ? wanted(state, interest, now)
                : States.with(state, state.ledger().with(interest));
    }

    private static LeaseState basisRenewed(LeaseState state, Basis basis, Instant now) {
        if (basis.generation() <= state.ledger().basis().generation()) {
            return state;
        }
        var known = States.with(state, state.ledger().renewed(basis));
        var next = withBasis(known, now);
        // A provider that renews a credential into a dead one is not asked again at once.
        return refreshing(known) && refreshing(next)
                ? Setbacks.notAcquired(known, FailureClass.PROVIDER_UNAVAILABLE, Optional.empty(), now)
                : next;
    }

    private static boolean refreshing(LeaseState state) {
        return state.work().filter(Work.RefreshSubject.class::isInstance).isPresent();
    }

    private static LeaseState withBasis(LeaseState state, Instant now) {
        var ledger = state.ledger();
        return switch (state) {
            case Acquiring a when a.current() instanceof Work.Open -> a;
            case Acquiring a -> Supply.acquire(ledger, Keeping.of(a), false, now);
            case Ready ready
            when ledger.kind() == LeaseKind.EXCHANGE ->
                new Ready(
                        ledger,
                        ready.held().renewingAt(LeaseTimes.renewal(ready.held().token(), ledger)));
            case Ready ready -> Supply.renew(ledger, ready.held(), now);
            case Renewing renewing -> Supply.renew(ledger, renewing.held(), now);
            case Unavailable u when u.token().isPresent() && ledger.kind() != LeaseKind.FORWARD -> u;
            case LeaseState waiting ->
                ledger.interest().at(now)
                        ? Supply.acquire(ledger, Keeping.of(waiting), false, now)
                        : Supply.rest(ledger, now);
        };
    }

    private static LeaseState subjectLost(LeaseState state, Instant now) {
        return state.ledger().kind().usesSubject()
                ? Supply.rest(state.ledger().renewed(state.ledger().basis().lost()), now)
                : state;
    }

    private static LeaseState signedOut(LeaseState state) {
        return state.ledger().kind().usesSubject()
                ? state
                : new Idle(state.ledger().renewed(state.ledger().basis().lost()).succeeded());
    }

    private static LeaseState redefined(LeaseState state, LeaseTerms terms, Instant now) {
        var ledger = state.ledger().redefined(terms);
        var keeping = Keeping.of(state).withoutConnection();
        return ledger.interest().at(now) ? Supply.acquire(ledger, keeping, true, now) : Supply.rest(ledger, now);
    }

    private static LeaseState acquired(LeaseState state, LeaseEvent.TokenAcquired event, Instant now) {
        if (state.work()
                .filter(work -> work instanceof Work.Acquire && work.number() == event.number())
                .isEmpty()) {
            return state;
        }
        var known = state.ledger().numbered();
        var ledger =
                known.kind() == LeaseKind.SIGN_IN ? known.with(known.basis().until(event.expiresAt())) : known;
        var token =
                new UsableToken(ledger.numbers(), ledger.basis().generation(), event.token(), now, event.expiresAt());
        if (token.expiredAt(now)) {
            return Setbacks.notAcquired(state, FailureClass.PROVIDER_UNAVAILABLE, Optional.empty(), now);
        }
        if (ledger.refusals().include(token)) {
            return Setbacks.refusedBefore(ledger, now);
        }
        return switch (state) {
            case Renewing(var _, var held, var _) -> renewed(ledger, held, token, now);
            case Acquiring a
            when a.kept().isPresent() -> ready(ledger, token, a.kept().getAsLong(), 0, now);
            default -> Setbacks.open(ledger, token, state.onRecord(), now);
        };
    }

    private static LeaseState renewed(LeaseLedger before, Holding held, UsableToken token, Instant now) {
        var ledger = before.numbered().succeeded();
        var listening = Streams.reopened(held.listening(), ledger.numbers(), now);
        return new Ready(
                ledger,
                new Holding(
                        token,
                        held.connection(),
                        held.openedAt(),
                        held.unstable(),
                        LeaseTimes.renewal(token, ledger),
                        listening,
                        0,
                        OptionalLong.empty()));
    }

    private static LeaseState ready(LeaseLedger before, UsableToken token, long connection, int unstable, Instant now) {
        var ledger = before.numbered().succeeded();
        var held = new Holding(
                token,
                connection,
                now,
                unstable,
                LeaseTimes.renewal(token, ledger),
                Streams.opened(ledger.numbers(), now),
                0,
                OptionalLong.empty());
        var outdated = ledger.kind() != LeaseKind.EXCHANGE && ledger.basis().generation() > token.basis();
        return outdated ? Supply.renew(ledger, held, now) : new Ready(ledger, held);
    }

    private static LeaseState opened(LeaseState state, long number, Instant now) {
        return state instanceof Acquiring a
                        && a.current().equals(new Work.Open(number))
                        && a.token().isPresent()
                ? ready(a.ledger(), a.token().get(), number, States.unreachable(a.ledger()), now)
                : state;
    }

    private static LeaseState openFailed(LeaseState state, long number, Trouble trouble, Instant now) {
        if (!(state instanceof Acquiring a)
                || !a.current().equals(new Work.Open(number))
                || a.token().isEmpty()) {
            return state;
        }
        return switch (trouble) {
            case REFUSED -> Setbacks.tokenRefused(a, a.token().get(), now);
            case UNREACHABLE -> Setbacks.notOpened(a, now);
        };
    }

    private static LeaseState connectionLost(LeaseState state, long number, Instant now) {
        if (state instanceof Acquiring a && a.kept().equals(OptionalLong.of(number))) {
            return new Acquiring(a.ledger(), a.current(), a.token(), OptionalLong.empty(), a.since(), a.onRecord());
        }
        return state.holding()
                .filter(held -> held.connection() == number)
                .map(held -> Setbacks.connectionLost(state, held, now))
                .orElse(state);
    }

    private static LeaseState listenerEnded(LeaseState state, long number, LeaseEvent.End end, Instant now) {
        var held = state.holding().orElse(null);
        if (held == null || !(held.listening() instanceof Listening.Open open) || open.number() != number) {
            return state;
        }
        return switch (end) {
            case REFUSED -> Setbacks.tokenRefused(state, held.token(), now);
            case UNSUPPORTED -> States.with(state, held.with(new Listening.Unsupported()));
            case BROKEN -> States.with(state, held.with(Streams.broken(open, state.ledger(), now)));
        };
    }

    private static LeaseState callRefused(LeaseState state, long generation, Instant now) {
        return state.token()
                .filter(token -> token.generation() == generation)
                .map(token -> Setbacks.tokenRefused(state, token, now))
                .orElse(state);
    }

    private static LeaseState callForbidden(LeaseState state, long generation) {
        var held = state.holding().filter(h -> h.token().generation() == generation);
        if (held.isEmpty()) {
            return state;
        }
        var ledger = state.ledger().numbered();
        return States.with(States.with(state, ledger), Streams.forbidden(held.get(), ledger.numbers()));
    }

    /** A sign-in may last for weeks: what it can be blamed for ends with the next success. */
    private static LeaseState callAnswered(LeaseState state, long generation) {
        var held = state.holding().filter(h -> h.token().generation() == generation);
        if (held.isEmpty()) {
            return state;
        }
        var ledger = state.ledger();
        var clean = ledger.kind() == LeaseKind.SIGN_IN && ledger.refusals().count() > 0
                ? States.with(state, ledger.with(ledger.refusals().forgiven()))
                : state;
        return trusted(clean);
    }

    private static LeaseState trusted(LeaseState state) {
        return state.holding()
                .map(held -> States.with(state, Streams.trusted(held)))
                .orElse(state);
    }

    private static boolean pinged(LeaseState state, long number) {
        return state.holding()
                .filter(held -> held.ping().equals(OptionalLong.of(number)))
                .isPresent();
    }

    private static LeaseState pingFailed(LeaseState state, long number, Trouble trouble, Instant now) {
        if (!pinged(state, number)) {
            return state;
        }
        return trouble == Trouble.REFUSED
                ? callRefused(state, state.token().orElseThrow().generation(), now)
                : trusted(state);
    }

    private static LeaseState reachable(LeaseState state, Instant now) {
        return state instanceof Unavailable u
                        && u.token().isPresent()
                        && u.ledger().interest().at(now)
                ? Setbacks.open(u.ledger(), u.token().get(), true, now)
                : state;
    }
}
