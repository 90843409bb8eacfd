package io.muster.authserver.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.testkit.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WindowLimitTest {
    private final ManualTime time = new ManualTime();
    private final WindowLimit limit = new WindowLimit(10, Duration.ofHours(1), time);

    @Test
    void the_window_slides_with_each_event() {
        for (var i = 0; i < 10; i++) {
            assertThat(limit.take("a")).isZero();
            time.advance(Duration.ofMinutes(1));
        }

        assertThat(limit.take("a")).isEqualTo(Duration.ofMinutes(50));
        time.advance(Duration.ofMinutes(50));
        assertThat(limit.take("a")).isZero();
        assertThat(limit.take("a")).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void refused_events_do_not_count() {
        for (var i = 0; i < 100; i++) {
            limit.take("a");
        }
        time.advance(Duration.ofHours(1));

        assertThat(limit.take("a")).isZero();
    }

    @Test
    void keys_do_not_disturb_each_other() {
        for (var i = 0; i < 11; i++) {
            limit.take("a");
        }

        assertThat(limit.take("b")).isZero();
    }
}
