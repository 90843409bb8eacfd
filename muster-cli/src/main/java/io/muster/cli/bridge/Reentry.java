package io.muster.cli.bridge;

import io.muster.cli.login.LoginFailure;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The login that a person is asked for when one has ended in the middle of a session: one at a time, however many calls
 * find out, as each would open a page in the browser. Thread-safe.
 */
final class Reentry {
    private final Runnable arrived;
    private State state = new State.Idle();

    private sealed interface State {
        record Idle() implements State {}

        record Beginning() implements State {}

        record Waiting(LoginDesk.Visit visit) implements State {}
    }

    /** What becomes of it. */
    sealed interface Outcome {
        record Begun(LoginDesk.Visit visit) implements Outcome {}

        /** @param page where the person can finish it, once that is known */
        record UnderWay(Optional<URI> page) implements Outcome {}

        record Impossible(String reason) implements Outcome {}
    }

    /** @param arrived runs when the person has logged in */
    Reentry(Runnable arrived) {
        this.arrived = arrived;
    }

    /** The one that waits for the person, or is about to. */
    synchronized Optional<Outcome.UnderWay> underWay() {
        return switch (state) {
            case State.Idle _ -> Optional.empty();
            case State.Beginning _ -> Optional.of(new Outcome.UnderWay(Optional.empty()));
            case State.Waiting(var visit) when visit.end().isDone() -> Optional.empty();
            case State.Waiting(var visit) -> Optional.of(new Outcome.UnderWay(Optional.of(visit.page())));
        };
    }

    /** Begins one, unless one is under way. */
    Outcome begin(LoginDesk desk, List<String> challenges) throws InterruptedException {
        var other = claim();
        if (other.isPresent()) {
            return other.get();
        }
        State next = new State.Idle();
        try {
            var visit = desk.begin(challenges);
            next = new State.Waiting(visit);
            var _ = visit.end().thenRun(arrived);
            return new Outcome.Begun(visit);
        } catch (LoginFailure failure) {
            return new Outcome.Impossible(failure.reason());
        } finally {
            become(next);
        }
    }

    private synchronized Optional<Outcome.UnderWay> claim() {
        var other = underWay();
        if (other.isEmpty()) {
            state = new State.Beginning();
        }
        return other;
    }

    private synchronized void become(State next) {
        state = next;
    }
}
