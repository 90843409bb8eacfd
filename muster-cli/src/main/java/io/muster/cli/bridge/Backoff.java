package io.muster.cli.bridge;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long each time, up to a limit, give or take a fifth, so that many
 * clients of one server do not come back in the same moment.
 */
record Backoff(Duration next) {
    static final Backoff FIRST = new Backoff(Duration.ofMillis(250));
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final double SPREAD = 0.2;

    Duration pause(RandomGenerator random) {
        var factor = 1 - SPREAD + 2 * SPREAD * random.nextDouble();
        return Duration.ofMillis(Math.round(next.toMillis() * factor));
    }

    Backoff longer() {
        var twice = next.multipliedBy(2);
        return new Backoff(twice.compareTo(LIMIT) < 0 ? twice : LIMIT);
    }
}
