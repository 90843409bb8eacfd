package io.muster.wire.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The moment by which an operation must have ended. Carried from the edge to the socket, so that every part of a call
 * shares one budget.
 */
public record Deadline(Instant at) {
    /** Never reached in practice: for operations that live as long as their caller. */
    public static final Deadline NONE = new Deadline(Instant.MAX);

    public static Deadline after(Duration budget, InstantSource clock) {
        return new Deadline(clock.instant().plus(budget));
    }

    public boolean isNone() {
        return at.equals(Instant.MAX);
    }

    public boolean passed(Instant now) {
        return !now.isBefore(at);
    }

    /** What is left; zero when the deadline has passed, a hundred years when there is none. */
    public Duration left(Instant now) {
        if (isNone()) {
            return Duration.ofDays(36_500);
        }
        var left = Duration.between(now, at);
        return left.isNegative() ? Duration.ZERO : left;
    }

    public Deadline orEarlier(Deadline other) {
        return at.isBefore(other.at) ? this : other;
    }
}
