package io.muster.gateway.lease;

import java.time.Duration;
import java.time.Instant;

/** How long something lasts that is renewed before its end: a fifth of its life before, within bounds. */
public record Lifetime(Instant obtainedAt, Instant expiresAt) {
    private static final Duration SHORTEST_MARGIN = Duration.ofSeconds(10);
    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(5);

    Duration whole() {
        return Duration.between(obtainedAt, expiresAt);
    }

    /** How long before its end it is due. */
    Duration margin() {
        var fifth = whole().dividedBy(5);
        if (fifth.compareTo(LONGEST_MARGIN) > 0) {
            return LONGEST_MARGIN;
        }
        return fifth.compareTo(SHORTEST_MARGIN) < 0 ? SHORTEST_MARGIN : fifth;
    }

    /** Whether it lasts long enough to be used without a thought. */
    public boolean isFreshAt(Instant now) {
        return now.isBefore(expiresAt.minus(margin()));
    }
}
