package io.muster.gateway.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.backend.BackendListener.Trigger;
import io.muster.gateway.backend.BackendState.Active;
import io.muster.gateway.backend.BackendState.Ended;
import io.muster.gateway.backend.BackendState.Failed;
import io.muster.gateway.backend.BackendState.Idle;
import io.muster.gateway.backend.BackendState.Ledger;
import io.muster.gateway.backend.BackendState.Starting;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds whatever happens, in whatever order, and however late. */
class BackendMachineProperties {
    private final BackendMachine machine = new BackendMachine(BackendTimings.defaults());

    /** Something happens to an attempt that is so many younger than the latest, after a while. */
    record Happening(int kind, int age, int seconds) {}

    @Provide
    Arbitrary<List<Happening>> schedules() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 12),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 90))
                .as(Happening::new)
                .list()
                .ofMaxSize(80);
    }

    @Property
    void there_are_never_two_connections(@ForAll("schedules") List<Happening> schedule) {
        Set<Long> open = new HashSet<>();

        walk(schedule, (before, event, step, now) -> {
            if (event instanceof BackendEvent.ConnectFailed(var attempt, var _)) {
                open.remove(attempt);
            }
            for (var effect : step.effects()) {
                switch (effect) {
                    case BackendEffect.Connect connect -> {
                        assertThat(open).isEmpty();
                        open.add(connect.attempt());
                    }
                    case BackendEffect.Release(var attempt) -> open.remove(attempt);
                    default -> {}
                }
            }
        });
    }

    @Property
    void a_success_resets_the_count_and_nothing_but_a_success_makes_active(
            @ForAll("schedules") List<Happening> schedule) {
        walk(schedule, (before, event, step, now) -> {
            if (step.state() instanceof Active && !(before instanceof Active)) {
                assertThat(event).isInstanceOf(BackendEvent.Connected.class);
                assertThat(step.state().ledger().failures()).isZero();
            }
        });
    }

    @Property
    void a_retry_never_happens_before_its_time(@ForAll("schedules") List<Happening> schedule) {
        walk(schedule, (before, event, step, now) -> {
            boolean retried = event.equals(new BackendEvent.Start(Trigger.RECOVERY))
                    && step.state() instanceof Starting
                    && !(before instanceof Starting);
            if (retried) {
                assertThat(before).isInstanceOf(Failed.class);
                assertThat(((Failed) before).nextRetry())
                        .hasValueSatisfying(at -> assertThat(at).isBeforeOrEqualTo(now));
            }
        });
    }

    @Property
    void results_of_an_older_attempt_change_nothing(@ForAll("schedules") List<Happening> schedule) {
        walk(schedule, (before, event, step, now) -> {
            if (attempt(event)
                    .filter(number -> number < before.ledger().attempts())
                    .isPresent()) {
                assertThat(step.state()).isSameAs(before);
                assertThat(step.effects()).isEmpty();
            }
        });
    }

    @Property
    void after_the_end_nothing_starts(@ForAll("schedules") List<Happening> schedule) {
        walk(schedule, (before, event, step, now) -> {
            if (before instanceof Ended) {
                assertThat(step.state()).isInstanceOf(Ended.class);
                assertThat(step.effects()).isEmpty();
            }
        });
    }

    private interface Check {
        void step(BackendState before, BackendEvent event, BackendMachine.Step step, Instant now);
    }

    private void walk(List<Happening> schedule, Check check) {
        BackendState state = new Idle(Ledger.of(FakeServers.remote("a")));
        var now = Instant.parse("2026-01-01T00:00:00Z");
        for (var happening : schedule) {
            now = now.plus(Duration.ofSeconds(happening.seconds()));
            var event = event(happening, state.ledger().attempts() - happening.age());
            var step = machine.next(state, event, now);
            check.step(state, event, step, now);
            state = step.state();
        }
    }

    private static BackendEvent event(Happening happening, long attempt) {
        var passing = new Failure(Transience.TRANSIENT, Failure.Moment.CONNECTING, "x");
        return switch (happening.kind()) {
            case 0 -> new BackendEvent.Start(Trigger.COMMAND);
            case 1 -> new BackendEvent.Stop();
            case 2 -> new BackendEvent.Restart();
            case 3 -> new BackendEvent.Connected(attempt, Inventory.EMPTY, Optional.empty());
            case 4 -> new BackendEvent.ConnectFailed(attempt, passing);
            case 5 -> new BackendEvent.Lost(attempt, passing);
            case 6 -> new BackendEvent.SessionLost(attempt);
            case 7 -> new BackendEvent.PingFailed(attempt, passing);
            case 8 -> new BackendEvent.Released(attempt);
            case 9 -> happening.seconds() > 80 ? new BackendEvent.End() : new BackendEvent.PingAnswered(attempt);
            case 10 ->
                new BackendEvent.ConnectFailed(
                        attempt, new Failure(Transience.PERMANENT, Failure.Moment.CONNECTING, "y"));
            case 11 -> new BackendEvent.Listed(attempt, Inventory.EMPTY, Optional.empty());
            default -> new BackendEvent.Start(Trigger.RECOVERY);
        };
    }

    private static Optional<Long> attempt(BackendEvent event) {
        return switch (event) {
            case BackendEvent.Connected e -> Optional.of(e.attempt());
            case BackendEvent.ConnectFailed e -> Optional.of(e.attempt());
            case BackendEvent.Lost e -> Optional.of(e.attempt());
            case BackendEvent.SessionLost e -> Optional.of(e.attempt());
            case BackendEvent.PingFailed e -> Optional.of(e.attempt());
            case BackendEvent.PingAnswered e -> Optional.of(e.attempt());
            case BackendEvent.Listed e -> Optional.of(e.attempt());
            case BackendEvent.Released e -> Optional.of(e.attempt());
            default -> Optional.empty();
        };
    }
}
