package io.muster.authserver.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final ManualTime time = new ManualTime();

    @Test
    void a_burst_is_admitted_and_the_next_waits_for_its_token() {
        var limit = new RateLimit(1, 5, time);
        for (var i = 0; i < 5; i++) {
            assertThat(limit.take("a")).isZero();
        }

        assertThat(limit.take("a")).isEqualTo(Duration.ofSeconds(1));
        time.advance(Duration.ofMillis(400));
        assertThat(limit.take("a")).isEqualTo(Duration.ofMillis(600));
        time.advance(Duration.ofMillis(600));
        assertThat(limit.admits("a")).isTrue();
        assertThat(limit.admits("a")).isFalse();
    }

    @Test
    void keys_do_not_disturb_each_other() {
        var limit = new RateLimit(1, 1, time);

        assertThat(limit.admits("a")).isTrue();
        assertThat(limit.admits("b")).isTrue();
        assertThat(limit.admits("a")).isFalse();
    }

    @Test
    void an_idle_bucket_never_holds_more_than_the_burst() {
        var limit = new RateLimit(10, 2, time);
        limit.take("a");
        time.advance(Duration.ofDays(1));

        assertThat(limit.admits("a")).isTrue();
        assertThat(limit.admits("a")).isTrue();
        assertThat(limit.admits("a")).isFalse();
    }

    @Test
    void the_keys_used_last_are_remembered() {
        var limit = new RateLimit(0.001, 1, time);
        limit.take("often");
        for (var i = 0; i < 25_000; i++) {
            limit.take("k" + i);
            assertThat(limit.admits("often")).isFalse();
        }

        assertThat(limit.admits("k0")).isTrue();
        assertThat(limit.admits("k24999")).isFalse();
    }

    @Test
    void setting_the_clock_back_gives_nothing_away_and_lets_nobody_wait_for_it() {
        var now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        InstantSource clock = now::get;
        var limit = new RateLimit(2, 3, clock);
        limit.take("a");

        now.set(Instant.parse("2025-12-31T23:00:00Z"));
        assertThat(limit.take("a")).isEqualTo(Duration.ofMillis(500));
        now.updateAndGet(at -> at.plusMillis(500));
        assertThat(limit.take("a")).isZero();
        assertThat(limit.take("a")).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void setting_the_clock_back_and_forth_yields_no_more_than_the_time_between() {
        var now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        InstantSource clock = now::get;
        var limit = new RateLimit(1, 1, clock);
        limit.take("a");

        now.set(Instant.parse("2025-12-31T23:00:00Z"));
        assertThat(limit.admits("a")).isFalse();
        now.set(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(limit.admits("a")).isTrue();
        assertThat(limit.admits("a")).isFalse();
    }

    @Test
    void a_refusal_names_a_wait_even_for_the_last_nanosecond() {
        var clock = new ManualTime();
        var limit = new RateLimit(2, 6, clock);
        for (var i = 0; i < 6; i++) {
            limit.take("a");
        }
        clock.advance(Duration.ofNanos(499_999_999));

        assertThat(limit.take("a")).isEqualTo(Duration.ofNanos(1));
        clock.advance(Duration.ofNanos(1));
        assertThat(limit.take("a")).isZero();
    }

    @Property(tries = 200)
    void in_any_span_no_more_than_burst_and_rate_are_admitted(
            @ForAll @Size(max = 200) java.util.List<@IntRange(max = 500) Integer> gaps,
            @ForAll @IntRange(min = 1, max = 20) int burst,
            @ForAll @IntRange(min = 1, max = 50) int rate) {
        var clock = new ManualTime();
        var limit = new RateLimit(rate, burst, clock);
        var admitted = 0;
        var elapsed = 0;
        for (var gap : gaps) {
            clock.advance(Duration.ofMillis(gap));
            elapsed += gap;
            admitted += limit.admits("a") ? 1 : 0;
        }

        assertThat((double) admitted).isLessThanOrEqualTo(burst + rate * elapsed / 1000.0 + 1e-6);
    }
}
