package io.muster.gateway.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.lease.LeaseWorld.Mood;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requirement R-3: sessions whose tokens are gone disturb nobody, and the next valid token heals them. */
class StaleSessionsTest {
    private static final Duration HALF_HOUR = Duration.ofMinutes(30);

    /** As after a restart: the session is on record, its tokens are not there any more. */
    private static LeaseWorld restarted(LeaseKind kind, long seed) {
        var world = new LeaseWorld(kind, seed);
        world.state = LeaseMachine.found(new LeaseTerms(kind, Set.of()), Basis.NONE, seed, world.now)
                .state();
        return world;
    }

    private static void callsEverySecond(LeaseWorld world, Duration duration) {
        for (long i = 0; i < duration.toSeconds(); i++) {
            world.at(Duration.ofSeconds(i), world::call);
        }
    }

    /** 200 sessions with 20 servers each; time is the same for all, so they need not run side by side. */
    @ParameterizedTest
    @EnumSource(
            value = LeaseKind.class,
            names = {"FORWARD", "EXCHANGE"})
    void after_a_restart_no_server_gets_a_dead_token_and_a_login_heals_all(LeaseKind kind) {
        for (long lease = 0; lease < 200 * 20; lease += 101) {
            var world = restarted(kind, lease);
            callsEverySecond(world, HALF_HOUR);
            world.run(HALF_HOUR);

            assertThat(world.requests).isZero();
            assertThat(world.exchanges).isZero();
            world.warnings.values().forEach(StaleSessionsTest::onceAMinute);

            world.login();
            world.run(Duration.ofSeconds(10));

            assertThat(world.state.holding()).isPresent();
            assertThat(world.violations).isEmpty();
        }
    }

    @Test
    void the_warning_of_a_missing_token_comes_once_a_minute_however_often_clients_reconnect() {
        var world = restarted(LeaseKind.FORWARD, 1);
        for (int i = 0; i < 10_000; i++) {
            world.at(Duration.ofMillis(i * 60L), world::call);
            world.at(Duration.ofMillis(i * 60L), () -> world.on(new LeaseEvent.Attached(true)));
        }

        world.run(Duration.ofMinutes(10));

        assertThat(world.warnings.get(FailureClass.NO_SUBJECT)).hasSizeBetween(9, 11);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20})
    void a_session_without_a_living_subject_token_connects_nowhere(long secondsLeft) {
        var world = new LeaseWorld(LeaseKind.EXCHANGE, 3);
        world.subjectRenewable = false;
        world.subjectLife = Duration.ofSeconds(secondsLeft);
        world.login();
        callsEverySecond(world, Duration.ofMinutes(5));

        world.run(Duration.ofMinutes(5));

        assertThat(world.requests + world.exchanges).isZero();
    }

    @Test
    void a_token_that_comes_later_connects_with_the_next_request() {
        var world = restarted(LeaseKind.EXCHANGE, 4);
        world.run(Duration.ofHours(3));

        world.login();
        world.call();
        world.run(Duration.ofSeconds(10));

        assertThat(world.state.holding()).isPresent();
    }

    @Test
    void a_dead_subject_and_short_tokens_end_in_silence() {
        var world = new LeaseWorld(LeaseKind.EXCHANGE, 5);
        world.subjectRenewable = false;
        world.subjectLife = Duration.ofMinutes(2);
        world.tokenLife = Duration.ofSeconds(60);
        world.login();
        world.on(new LeaseEvent.Attached(true));
        callsEverySecond(world, Duration.ofMinutes(20));
        world.at(Duration.ofMinutes(1), () -> world.backend = Mood.REFUSING);

        world.run(Duration.ofMinutes(20));

        assertThat(world.refusedAt).hasSizeLessThanOrEqualTo(2);
        assertThat(world.refusedAt).allMatch(at -> at.isBefore(world.now.minus(Duration.ofMinutes(10))));
    }

    /** 16 servers whose tokens end after 30 minutes, while the provider answers 5xx for ten. */
    @Test
    void an_outage_of_the_provider_passes_without_a_dead_token_and_without_anybody_doing_anything() {
        for (long server = 0; server < 16; server++) {
            var world = new LeaseWorld(LeaseKind.EXCHANGE, server);
            world.subjectLife = Duration.ofHours(2);
            world.login();
            world.on(new LeaseEvent.Attached(true));
            world.run(Duration.ofMinutes(24));
            world.provider = Mood.SILENT;
            world.run(Duration.ofMinutes(10));

            assertThat(world.acquired).isEqualTo(1);
            assertThat(world.state.token()).isEmpty();

            world.provider = Mood.FINE;
            world.run(Duration.ofMinutes(2));

            assertThat(world.violations).isEmpty();
            assertThat(world.state.holding()).isPresent();
            assertThat(world.acquired).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = LeaseKind.class,
            names = {"FORWARD", "EXCHANGE"})
    void a_server_that_refuses_every_token_gets_two_for_each_subject(LeaseKind kind) {
        for (long seed = 0; seed < 50; seed++) {
            var world = new LeaseWorld(kind, seed);
            world.backend = Mood.REFUSING;
            world.login();
            world.on(new LeaseEvent.Attached(true));
            callsEverySecond(world, HALF_HOUR);
            for (int i = 1; i < 6; i++) {
                world.at(Duration.ofMinutes(5L * i), world::login);
            }

            world.run(Duration.ofHours(1));

            assertThat(world.refusals.values()).allMatch(refused -> refused <= 2);
            assertThat(world.requests).isLessThanOrEqualTo(2 * (6 + world.refreshes));
        }
    }

    @Test
    void a_refusal_by_the_stream_alone_ends_in_silence_too() {
        var world = new LeaseWorld(LeaseKind.EXCHANGE, 8);
        world.login();
        world.on(new LeaseEvent.Attached(true));
        world.run(Duration.ofSeconds(10));
        world.backend = Mood.REFUSING;

        world.run(Duration.ofHours(1));

        assertThat(world.refusedAt).hasSizeLessThanOrEqualTo(2 * (1 + world.refreshes));
    }

    private static void onceAMinute(List<Instant> times) {
        for (int i = 1; i < times.size(); i++) {
            assertThat(Duration.between(times.get(i - 1), times.get(i))).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
        }
    }
}
