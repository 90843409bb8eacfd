package io.muster.cli.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void pauses_double_up_to_a_limit() {
        var pauses = Stream.iterate(Backoff.FIRST, Backoff::longer).limit(8).map(Backoff::next);

        assertThat(pauses.map(Duration::toMillis))
                .containsExactly(250L, 500L, 1_000L, 2_000L, 4_000L, 8_000L, 10_000L, 10_000L);
    }

    @Test
    void a_pause_varies_by_a_fifth() {
        var random = new SplittableRandom(7);

        var pauses = Stream.generate(() -> Backoff.FIRST.pause(random).toMillis())
                .limit(1_000)
                .toList();

        assertThat(pauses).allMatch(pause -> pause >= 200 && pause <= 300);
        assertThat(pauses.stream().distinct().count()).isGreaterThan(50);
    }
}
