package io.muster.gateway.backend;

import io.muster.gateway.backend.BackendListener.Trigger;
import io.muster.gateway.backend.BackendState.Active;
import io.muster.gateway.backend.BackendState.AuthRequired;
import io.muster.gateway.backend.BackendState.Ended;
import io.muster.gateway.backend.BackendState.Failed;
import io.muster.gateway.backend.BackendState.Idle;
import io.muster.gateway.backend.BackendState.Ledger;
import io.muster.gateway.backend.BackendState.Renewing;
import io.muster.gateway.backend.BackendState.Starting;
import io.muster.gateway.backend.BackendState.Stopped;
import io.muster.gateway.backend.BackendState.Stopping;
import io.muster.gateway.backend.BackendState.Then;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All decisions about the life of a backend, as a pure transition function: no clock, no I/O. An event that means
 * nothing in a state leaves it as it is; that is how results of an abandoned attempt, and requests that are fulfilled
 * already, disappear.
 */
final class BackendMachine {
    private static final String LOGIN_NEEDED = "authentication required: server returned 401 Unauthorized";
    private static final String LOGIN_DECLARED = "authentication required: each session signs in for itself";

    private final BackendTimings timings;

    BackendMachine(BackendTimings timings) {
        this.timings = timings;
    }

    /** The next state, what caused the change, and what to do about it, in this order. */
    record Step(BackendState state, Trigger trigger, List<BackendEffect> effects) {
        static Step to(BackendState state, Trigger trigger, BackendEffect... effects) {
            return new Step(state, trigger, List.of(effects));
        }
    }

    Step next(BackendState state, BackendEvent event, Instant now) {
        return switch (event) {
            case BackendEvent.Start(var trigger) -> start(state, trigger, now);
            case BackendEvent.Restart _ -> restart(state, now);
            case BackendEvent.Stop _ -> stop(state, Then.STAY);
            case BackendEvent.End _ -> stop(state, Then.END);
            case BackendEvent.Redefine(var spec) -> Step.to(redefined(state, spec), Trigger.COMMAND);
            case BackendEvent.Entered _ -> entered(state, now);
            case BackendEvent.Connected connected -> connected(state, connected, now);
            case BackendEvent.ConnectFailed(var attempt, var failure) -> connectFailed(state, attempt, failure, now);
            case BackendEvent.Lost(var attempt, var failure) -> lost(state, attempt, failure, now);
            case BackendEvent.SessionLost(var attempt) -> sessionLost(state, attempt);
            case BackendEvent.Listed listed -> listed(state, listed);
            case BackendEvent.PingAnswered(var attempt) -> pingAnswered(state, attempt);
            case BackendEvent.PingFailed(var attempt, var failure) -> pingFailed(state, attempt, failure, now);
            case BackendEvent.Released(var attempt) -> released(state, attempt);
        };
    }

    /** One that asks for a credential without being defined so may want none the next time: it stays what it is. */
    private static Step entered(BackendState state, Instant now) {
        return state instanceof AuthRequired(var ledger, var before)
                        && !before
                        && ledger.spec().access() instanceof Access.PerSession
                ? Step.to(
                        new AuthRequired(ledger.connected(now, Inventory.EMPTY, Optional.empty()), true),
                        Trigger.BACKEND)
                : same(state);
    }

    private static Step same(BackendState state) {
        return Step.to(state, Trigger.COMMAND);
    }

    private static Step start(BackendState state, Trigger trigger, Instant now) {
        return switch (state) {
            case Starting _, Active _, Renewing _, Ended _ -> same(state);
            case Stopping(var ledger, var attempt, var then) ->
                then == Then.STAY && trigger == Trigger.COMMAND
                        ? Step.to(new Stopping(ledger, attempt, Then.START), trigger)
                        : same(state);
            case Failed(var ledger, var nextRetry, var _) ->
                trigger == Trigger.COMMAND || isDue(nextRetry, now) ? begin(ledger, trigger, now) : same(state);
            case Idle _, Stopped _, AuthRequired _ ->
                trigger == Trigger.COMMAND ? begin(state.ledger(), trigger, now) : same(state);
        };
    }

    private static boolean isDue(Optional<Instant> nextRetry, Instant now) {
        return nextRetry.isPresent() && !nextRetry.get().isAfter(now);
    }

    /** A backend with credentials per session is not connected by the process, whatever it would answer. */
    private static Step begin(Ledger ledger, Trigger trigger, Instant now) {
        var next = ledger.starting(now);
        return switch (next.spec().access()) {
            case Access.Shared _ ->
                Step.to(
                        new Starting(next, next.attempts(), trigger),
                        trigger,
                        new BackendEffect.Connect(next.attempts(), next.spec(), next.lastGood()));
            case Access.PerSession _ -> Step.to(new AuthRequired(next.failed(0, LOGIN_DECLARED), false), trigger);
        };
    }

    private static Step restart(BackendState state, Instant now) {
        return switch (state) {
            case Starting _, Active _, Renewing _, Stopping _ -> stop(state, Then.START);
            default -> start(state, Trigger.COMMAND, now);
        };
    }

    private static Step stop(BackendState state, Then then) {
        return switch (state) {
            case Starting(var ledger, var attempt, var _) -> release(ledger, attempt, then);
            case Active(var ledger, var attempt, var _, var _, var _) -> release(ledger, attempt, then);
            case Renewing(var ledger, var attempt, var _, var _) -> release(ledger, attempt, then);
            case Stopping(var ledger, var attempt, var before) ->
                Step.to(new Stopping(ledger, attempt, before == Then.END ? before : then), Trigger.COMMAND);
            case Idle _, Stopped _, Failed _, AuthRequired _ -> Step.to(ended(state.ledger(), then), Trigger.COMMAND);
            case Ended _ -> same(state);
        };
    }

    private static Step release(Ledger ledger, long attempt, Then then) {
        return Step.to(
                new Stopping(ledger.stopped(), attempt, then), Trigger.COMMAND, new BackendEffect.Release(attempt));
    }

    private static BackendState ended(Ledger ledger, Then then) {
        return then == Then.END ? new Ended(ledger.stopped()) : new Stopped(ledger.stopped());
    }

    private static Step released(BackendState state, long released) {
        if (!(state instanceof Stopping(var ledger, var attempt, var then)) || attempt != released) {
            return same(state);
        }
        return then == Then.START
                ? Step.to(new Stopped(ledger), Trigger.COMMAND, new BackendEffect.StartAgain())
                : Step.to(ended(ledger, then), Trigger.COMMAND);
    }

    private static BackendState redefined(BackendState state, BackendSpec spec) {
        var ledger = state.ledger().withSpec(spec);
        return switch (state) {
            case Idle _ -> new Idle(ledger);
            case Starting s -> new Starting(ledger, s.attempt(), s.trigger());
            case Active a -> new Active(ledger, a.attempt(), a.since(), a.inventory(), a.doubtful());
            case Renewing r -> new Renewing(ledger, r.attempt(), r.since(), r.inventory());
            case Stopping s -> new Stopping(ledger, s.attempt(), s.then());
            case Stopped _ -> new Stopped(ledger);
            case Failed f -> new Failed(ledger, f.nextRetry(), f.unreachable());
            case AuthRequired(var _, var entered) -> new AuthRequired(ledger, entered);
            case Ended _ -> new Ended(ledger);
        };
    }

    private static Step connected(BackendState state, BackendEvent.Connected event, Instant now) {
        return switch (state) {
            case Starting(var ledger, var attempt, var trigger)
            when attempt == event.attempt() -> Step.to(active(ledger, event, now, now), trigger);
            case Renewing(var ledger, var attempt, var since, var _)
            when attempt == event.attempt() -> Step.to(active(ledger, event, now, since), Trigger.BACKEND);
            default -> same(state);
        };
    }

    private static Active active(Ledger ledger, BackendEvent.Connected event, Instant now, Instant since) {
        var next = ledger.connected(now, event.inventory(), event.warning());
        return new Active(next, event.attempt(), since, event.inventory(), false);
    }

    private Step connectFailed(BackendState state, long attempt, Failure failure, Instant now) {
        return switch (state) {
            case Starting s when s.attempt() == attempt -> fail(s.ledger(), failure, s.trigger(), now);
            case Renewing r when r.attempt() == attempt -> fail(r.ledger(), failure, Trigger.BACKEND, now);
            default -> same(state);
        };
    }

    private Step lost(BackendState state, long attempt, Failure failure, Instant now) {
        return switch (state) {
            case Starting s when s.attempt() == attempt -> fail(s.ledger(), failure, s.trigger(), now, attempt);
            case Active a when a.attempt() == attempt -> fail(a.ledger(), failure, Trigger.BACKEND, now, attempt);
            case Renewing r when r.attempt() == attempt -> fail(r.ledger(), failure, Trigger.BACKEND, now, attempt);
            default -> same(state);
        };
    }

    private Step fail(Ledger ledger, Failure failure, Trigger trigger, Instant now, long attempt) {
        return Step.to(fail(ledger, failure, trigger, now).state(), trigger, new BackendEffect.Release(attempt));
    }

    private Step fail(Ledger ledger, Failure failure, Trigger trigger, Instant now) {
        if (failure.kind() == Transience.UNAUTHORIZED) {
            return Step.to(new AuthRequired(ledger.failed(0, LOGIN_NEEDED), false), trigger);
        }
        int failures = ledger.failures() + 1;
        boolean remote = ledger.spec().endpoint().isRemote();
        boolean retried = remote ? failure.mayPass() : failures < BackendTimings.LOCAL_ATTEMPTS;
        boolean unreachable = remote && retried && failures >= BackendTimings.UNREACHABLE_AFTER;
        var text = unreachable
                ? "server unreachable after " + failures + " consecutive failures: " + failure.text()
                : failure.described();
        var nextRetry = retried ? Optional.of(now.plus(timings.backoff(failures))) : Optional.<Instant>empty();
        return Step.to(new Failed(ledger.failed(failures, text), nextRetry, unreachable), trigger);
    }

    /** Where fifty callers notice it at once, the first one's event leads to the one new connection. */
    private static Step sessionLost(BackendState state, long lost) {
        if (!(state instanceof Active(var ledger, var attempt, var since, var inventory, var _)) || attempt != lost) {
            return same(state);
        }
        var next = ledger.renewing();
        return Step.to(
                new Renewing(next, next.attempts(), since, inventory),
                Trigger.BACKEND,
                new BackendEffect.Release(attempt),
                new BackendEffect.Connect(next.attempts(), next.spec(), next.lastGood()));
    }

    private static Step listed(BackendState state, BackendEvent.Listed event) {
        if (!(state instanceof Active active) || active.attempt() != event.attempt()) {
            return same(state);
        }
        // An equal inventory is the same inventory: nobody has to look through it again.
        var inventory = event.inventory().equals(active.inventory()) ? active.inventory() : event.inventory();
        var ledger = active.ledger().listed(inventory, event.warning());
        return Step.to(
                new Active(ledger, active.attempt(), active.since(), inventory, active.doubtful()), Trigger.BACKEND);
    }

    private static Step pingAnswered(BackendState state, long answered) {
        return state instanceof Active(var ledger, var attempt, var since, var inventory, var _) && attempt == answered
                ? Step.to(new Active(ledger, attempt, since, inventory, false), Trigger.BACKEND)
                : same(state);
    }

    /** One ping may get lost; a backend that owes a second answer is broken. */
    private Step pingFailed(BackendState state, long pinged, Failure failure, Instant now) {
        if (!(state instanceof Active(var ledger, var attempt, var since, var inventory, var doubtful))
                || attempt != pinged) {
            return same(state);
        }
        if (doubtful || failure.kind() == Transience.UNAUTHORIZED) {
            return fail(ledger, failure, Trigger.BACKEND, now, attempt);
        }
        return Step.to(
                new Active(ledger, attempt, since, inventory, true),
                Trigger.BACKEND,
                new BackendEffect.TellUnhealthy(failure.text()),
                new BackendEffect.PingAgain(attempt));
    }
}
