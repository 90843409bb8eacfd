package io.muster.cli.command;

import java.time.Duration;
import java.time.Instant;

/** Times as people say them; rounded down. */
final class Durations {
    private Durations() {}

    /** {@code in 23 minutes}, or {@code expired 5 minutes ago}. */
    static String expiry(Instant at, Instant now) {
        return at.isAfter(now)
                ? "in " + words(Duration.between(now, at))
                : "expired " + words(Duration.between(at, now)) + " ago";
    }

    static String words(Duration duration) {
        if (duration.toMinutes() < 1) {
            return "< 1 minute";
        }
        if (duration.toHours() < 1) {
            return count(duration.toMinutes(), "minute");
        }
        return duration.toDays() < 1 ? count(duration.toHours(), "hour") : count(duration.toDays(), "day");
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
