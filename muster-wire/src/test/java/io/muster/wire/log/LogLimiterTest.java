package io.muster.wire.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LogLimiterTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final LogLimiter limiter = new LogLimiter(now::get);

    @Test
    void the_first_failure_is_logged_and_the_next_are_not() {
        var first = limiter.failed("github");
        var second = limiter.failed("github");

        assertThat(first).hasValue(0);
        assertThat(second).isEmpty();
    }

    @Test
    void ten_thousand_failures_in_an_hour_are_logged_once_a_minute_with_the_number_kept_quiet() {
        int lines = 0;
        long told = 0;
        for (int i = 0; i < 10_000; i++) {
            var line = limiter.failed("github");
            if (line.isPresent()) {
                lines++;
                told += 1 + line.getAsLong();
            }
            now.updateAndGet(instant -> instant.plusMillis(360));
        }

        assertThat(lines).isBetween(59, 60);
        assertThat(told).isGreaterThan(9_800);
    }

    @Test
    void recovery_is_logged_once_with_the_length_of_the_series() {
        limiter.failed("github");
        limiter.failed("github");

        assertThat(limiter.recovered("github")).hasValue(2);
        assertThat(limiter.recovered("github")).isEmpty();
    }

    @Test
    void what_fails_and_recovers_in_turns_is_told_once_a_minute() {
        int warnings = 0;
        int recoveries = 0;
        for (int i = 0; i < 600; i++) {
            warnings += limiter.failed("github").isPresent() ? 1 : 0;
            recoveries += limiter.recovered("github").isPresent() ? 1 : 0;
            now.updateAndGet(instant -> instant.plusSeconds(1));
        }

        assertThat(warnings).isEqualTo(10);
        assertThat(recoveries).isEqualTo(10);
    }

    @Test
    void a_series_after_a_quiet_minute_is_told_at_once() {
        limiter.failed("github");
        limiter.recovered("github");
        now.updateAndGet(instant -> instant.plusSeconds(60));

        assertThat(limiter.failed("github")).hasValue(0);
    }

    @Test
    void keys_do_not_disturb_each_other() {
        limiter.failed("github");

        assertThat(limiter.failed("jira")).hasValue(0);
        assertThat(limiter.recovered("prometheus")).isEmpty();
    }

    @Test
    void the_period_counts_from_the_last_line() {
        var limited = new LogLimiter(now::get, Duration.ofSeconds(10));
        limited.failed("github");
        now.updateAndGet(instant -> instant.plusSeconds(9));
        assertThat(limited.failed("github")).isEmpty();

        now.updateAndGet(instant -> instant.plusSeconds(1));

        assertThat(limited.failed("github")).hasValue(1);
    }

    @Test
    void keys_from_outside_do_not_fill_the_memory() {
        for (int i = 0; i < 5_000; i++) {
            limiter.failed("key" + i);
        }

        assertThat(limiter.recovered("key0")).isEmpty();
        assertThat(limiter.recovered("key4999")).hasValue(1);
    }

    @Test
    void how_many_keys_are_remembered_can_be_chosen() {
        var small = new LogLimiter(now::get, Duration.ofMinutes(1), 2);
        small.failed("github");
        small.failed("jira");
        small.failed("prometheus");

        assertThat(small.failed("github")).hasValue(0);
        assertThat(small.failed("prometheus")).isEmpty();
    }
}
