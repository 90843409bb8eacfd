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
}
