package io.muster.gateway.lease;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether somebody cares for a lease: without interest nothing is renewed and nothing retried.
 *
 * @param lastUse when it was last asked for
 * @param attached whether a client of the session is connected
 */
record Interest(Instant lastUse, boolean attached) {
    static final Interest NONE = new Interest(Instant.MIN, false);
    private static final Duration LASTS = Duration.ofHours(1);

    boolean at(Instant moment) {
        return attached || (!lastUse.equals(Instant.MIN) && moment.isBefore(lastUse.plus(LASTS)));
    }

    Interest usedAt(Instant now) {
        return new Interest(now, attached);
    }

    Interest attached(boolean present) {
        return new Interest(lastUse, present);
    }
}
