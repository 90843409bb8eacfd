package io.muster.control.event;

import java.time.Instant;
import java.util.Optional;

/**
 * Which stored events somebody wants.
 *
 * @param since the earliest moment, inclusive
 * @param until the latest moment, inclusive
 * @param limit how many of the newest; at most {@link #MOST}
 */
public record EventQuery(EventFilter filter, Optional<Instant> since, Optional<Instant> until, int limit) {
    /** No answer holds more, so that no question can exhaust the memory. */
    public static final int MOST = 10_000;

    public EventQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("a limit must be positive");
        }
        limit = Math.min(limit, MOST);
    }

    public boolean matches(Event event) {
        return filter.matches(event)
                && (since.isEmpty() || !event.time().isBefore(since.get()))
                && (until.isEmpty() || !event.time().isAfter(until.get()));
    }
}
