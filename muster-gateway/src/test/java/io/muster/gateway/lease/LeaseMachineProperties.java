package io.muster.gateway.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.lease.LeaseWorld.Mood;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The invariants of a lease, over random schedules of expiries, refusals, outages, logins and calls. */
class LeaseMachineProperties {
    private static final Duration SHIFT = Duration.ofHours(4);

    /** Hours in which everything that can happen happens. */
    private static LeaseWorld turmoil(LeaseKind kind, long seed) {
        var world = new LeaseWorld(kind, seed);
        var random = new Random(~seed);
        world.subjectLife = Duration.ofSeconds(random.nextInt(20, 4_000));
        world.tokenLife = Duration.ofSeconds(random.nextInt(2, 4_000));
        world.subjectRenewable = random.nextBoolean();
        world.streams = random.nextInt(4) > 0;
        for (int i = 0; i < 200; i++) {
            world.at(Duration.ofSeconds(random.nextLong(SHIFT.toSeconds())), happening(world, random.nextInt(20)));
        }
        return world;
    }

    private static Runnable happening(LeaseWorld world, int kind) {
        return switch (kind) {
            case 0 -> () -> world.provider = Mood.SILENT;
            case 1 -> () -> world.provider = Mood.REFUSING;
            case 2, 3 -> () -> world.provider = Mood.FINE;
            case 4 -> () -> world.backend = Mood.SILENT;
            case 5 -> () -> world.backend = Mood.REFUSING;
            case 6, 7 -> () -> world.backend = Mood.FINE;
            case 8, 9 -> world::login;
            case 10 -> () -> world.on(new LeaseEvent.Attached(true));
            case 11 -> () -> world.on(new LeaseEvent.Attached(false));
            case 12 -> () -> world.on(new LeaseEvent.SubjectLost());
            case 13 -> () -> world.on(new LeaseEvent.BackendReachable());
            case 14 -> () -> world.state.connection().ifPresent(c -> world.on(new LeaseEvent.ConnectionLost(c)));
            default -> world::call;
        };
    }

    @Property(tries = 150)
    void no_request_carries_a_token_that_has_expired_or_was_refused(@ForAll LeaseKind kind, @ForAll long seed) {
        var world = turmoil(kind, seed);

        world.run(SHIFT);

        assertThat(world.violations).isEmpty();
    }

    @Property(tries = 150)
    void a_subject_is_refused_at_most_twice(@ForAll long seed, @ForAll boolean exchange) {
        var world = turmoil(exchange ? LeaseKind.EXCHANGE : LeaseKind.FORWARD, seed);

        world.run(SHIFT);

        assertThat(world.refusals.values()).allMatch(count -> count <= 2);
    }

    @Property(tries = 150)
    void a_class_of_failures_is_warned_of_once_a_minute(@ForAll LeaseKind kind, @ForAll long seed) {
        var world = turmoil(kind, seed);

        world.run(SHIFT);

        world.warnings.forEach((failure, times) -> {
            for (int i = 1; i < times.size(); i++) {
                assertThat(Duration.between(times.get(i - 1), times.get(i)))
                        .as(failure.word())
                        .isGreaterThanOrEqualTo(Duration.ofMinutes(1));
            }
        });
    }

    @Property(tries = 150)
    void another_subject_heals_the_lease_without_a_call(@ForAll long seed, @ForAll boolean exchange) {
        var world = turmoil(exchange ? LeaseKind.EXCHANGE : LeaseKind.FORWARD, seed);
        world.run(SHIFT);
        world.provider = Mood.FINE;
        world.backend = Mood.FINE;
        world.subjectLife = Duration.ofHours(1);
        world.tokenLife = Duration.ofHours(1);
        world.on(new LeaseEvent.Attached(true));

        world.login();
        world.run(Duration.ofMinutes(6));

        assertThat(world.state).isInstanceOfAny(LeaseState.Ready.class, LeaseState.Renewing.class);
    }

    @Property(tries = 150)
    void another_subject_leads_to_a_classified_failure_where_there_is_no_healing(
            @ForAll long seed, @ForAll Mood provider, @ForAll Mood backend) {
        var world = turmoil(LeaseKind.EXCHANGE, seed);
        world.run(SHIFT);
        world.provider = provider;
        world.backend = backend;
        world.subjectLife = Duration.ofHours(1);
        world.tokenLife = Duration.ofHours(1);
        world.on(new LeaseEvent.Attached(true));

        world.login();
        world.run(Duration.ofMinutes(6));

        var usable = world.state.holding().isPresent() || world.state.work().isPresent();
        assertThat(usable || world.state.ledger().failure().isPresent()).isTrue();
        assertThat(world.state).isNotInstanceOfAny(LeaseState.Idle.class, LeaseState.Dormant.class);
    }

    @Property(tries = 100)
    void a_lease_in_use_exchanges_as_often_as_its_tokens_end(
            @ForAll @LongRange(min = 60, max = 7_200) long life,
            @ForAll @IntRange(min = 1, max = 8) int hours,
            @ForAll long seed) {
        var world = new LeaseWorld(LeaseKind.EXCHANGE, seed);
        world.tokenLife = Duration.ofSeconds(life);
        world.subjectLife = Duration.ofHours(2);
        world.login();
        world.on(new LeaseEvent.Attached(true));
        var active = Duration.ofHours(hours);
        for (int i = 0; i < hours * 60; i++) {
            world.at(Duration.ofMinutes(i), world::call);
        }

        world.run(active);

        long margin = Math.max(10, Math.min(300, life / 5));
        assertThat((long) world.exchanges)
                .isLessThanOrEqualTo(active.toSeconds() / (life - margin) + 1)
                .isGreaterThanOrEqualTo(active.toSeconds() / life);
    }

    @Property(tries = 100)
    void a_silent_provider_is_asked_no_more_than_the_backoff_allows(@ForAll long seed) {
        var world = new LeaseWorld(LeaseKind.EXCHANGE, seed);
        world.subjectLife = Duration.ofHours(10);
        world.provider = Mood.SILENT;
        world.login();
        world.on(new LeaseEvent.Attached(true));
        for (int i = 0; i < 3_600; i++) {
            world.at(Duration.ofSeconds(i), world::call);
        }

        world.run(Duration.ofHours(1));

        assertThat(world.exchanges).isBetween(55, 90);
    }

    @Property(tries = 150)
    void a_sign_in_is_untouched_by_the_loss_of_the_subject(@ForAll long seed) {
        var world = turmoil(LeaseKind.SIGN_IN, seed);
        world.run(SHIFT.dividedBy(2));
        // Time passed since the last event; let it be noticed first.
        world.on(new LeaseEvent.TimerFired());
        var before = world.state;

        var step = LeaseMachine.next(before, new LeaseEvent.SubjectLost(), world.now);

        assertThat(step).isEqualTo(new LeaseMachine.Step(before, List.of()));
    }

    @Property(tries = 150)
    void what_has_ended_leaves_nothing_and_wants_nothing(@ForAll LeaseKind kind, @ForAll long seed) {
        var world = turmoil(kind, seed);
        world.run(SHIFT.dividedBy(2));

        world.on(new LeaseEvent.Ended());
        var requests = world.requests;
        world.run(SHIFT);

        assertThat(world.open).isEmpty();
        assertThat(world.listening).isEmpty();
        assertThat(world.record.isEmpty() || !world.record.getLast()).isTrue();
        assertThat(world.requests).isEqualTo(requests);
        assertThat(world.state).isInstanceOf(LeaseState.Closed.class);
    }

    @Property(tries = 50)
    void there_is_never_more_than_one_connection_and_one_stream(@ForAll LeaseKind kind, @ForAll long seed) {
        var world = turmoil(kind, seed);
        for (int i = 0; i < SHIFT.toMinutes(); i++) {
            world.run(Duration.ofMinutes(1));

            assertThat(world.open).hasSizeLessThanOrEqualTo(1);
            assertThat(world.listening).hasSizeLessThanOrEqualTo(1);
            assertThat(world.open).isEqualTo(openIn(world.state));
        }
    }

    private static Set<Long> openIn(LeaseState state) {
        return state.connection().isPresent() ? Set.of(state.connection().getAsLong()) : Set.of();
    }

    @Property(tries = 150)
    void the_session_is_on_record_exactly_while_the_lease_says_so(@ForAll LeaseKind kind, @ForAll long seed) {
        var world = turmoil(kind, seed);

        world.run(SHIFT);

        assertThat(!world.record.isEmpty() && world.record.getLast()).isEqualTo(world.state.onRecord());
        for (int i = 1; i < world.record.size(); i++) {
            assertThat(world.record.get(i)).isNotEqualTo(world.record.get(i - 1));
        }
    }
}
