package io.muster.valkey;

import java.time.Duration;
import java.time.Instant;

/**
 * How long keys live. A minute longer than what they hold is valid: the clock of the server is not ours, and whether
 * something is still valid is decided by ours.
 */
final class Ttl {
    private static final Duration SLACK = Duration.ofMinutes(1);

    private Ttl() {}

    static long millis(Instant now, Instant until) {
        return Math.max(1, Duration.between(now, until).plus(SLACK).toMillis());
    }
}
