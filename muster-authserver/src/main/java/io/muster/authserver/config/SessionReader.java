package io.muster.authserver.config;

import io.muster.wire.json.decode.Fields;
import io.muster.wire.time.GoDuration;
import java.time.Duration;
import java.util.Optional;

/** Reads how sessions live. */
final class SessionReader {
    /** Less lets nobody come as far as a first request. */
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    private SessionReader() {}

    static SessionConfig sessions(Fields fields) {
        var idle = duration(fields, "sessionDuration").orElse(SessionConfig.DEFAULT_IDLE);
        var longest = duration(fields, "maxSessionLifetime");
        var grace = duration(fields, "rotationGrace").orElse(SessionConfig.DEFAULT_GRACE);
        if (idle.compareTo(SHORTEST) < 0) {
            fields.error("sessionDuration", "must be longer than nothing, at least 1m");
        }
        if (longest.filter(limit -> limit.compareTo(SHORTEST) < 0).isPresent()) {
            fields.error("maxSessionLifetime", "must be longer than nothing, at least 1m; leave it out for no limit");
        }
        if (grace.compareTo(SessionConfig.LONGEST_GRACE) > 0) {
            fields.error("rotationGrace", "must not be longer than 2m");
        }
        return new SessionConfig(
                idle,
                longest,
                grace,
                SecretFiles.readStrong(fields, "sessionCorrelationKey", "session correlation key"));
    }

    static Optional<Duration> duration(Fields fields, String name) {
        var text = AuthServerReader.nonEmpty(fields, name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var duration = GoDuration.parse(text.get()).filter(value -> !value.isNegative());
        if (duration.isEmpty()) {
            fields.error(name, "must be a duration such as 720h or 15m30s");
        }
        return duration;
    }
}
