package io.muster.authserver.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.testkit.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final ManualTime time = new ManualTime();
    private final Backoff backoff = new Backoff(2, Duration.ofSeconds(1), Duration.ofSeconds(30), time);

    @Test
    void after_the_free_failures_each_pause_doubles_up_to_the_longest() {
        backoff.failed("a");
        backoff.failed("a");
        assertThat(backoff.admits("a")).isTrue();

        for (var pause : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            backoff.failed("a");
            time.advance(Duration.ofSeconds(pause).minusMillis(1));
            assertThat(backoff.admits("a")).isFalse();
            time.advance(Duration.ofMillis(1));
            assertThat(backoff.admits("a")).isTrue();
        }
    }

    @Test
    void a_success_ends_the_series_and_others_are_not_concerned() {
        for (var i = 0; i < 100; i++) {
            backoff.failed("a");
        }
        assertThat(backoff.admits("a")).isFalse();
        assertThat(backoff.admits("b")).isTrue();

        backoff.succeeded("a");
        backoff.failed("a");
        assertThat(backoff.admits("a")).isTrue();
    }
}
