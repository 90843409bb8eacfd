package io.muster.authserver.config;

import io.muster.oauth.Secret;
import java.time.Duration;
import java.util.Optional;

/**
 * How sessions live.
 *
 * @param idle after which a session ends
 * @param longest after which it ends however busy it is; never when empty
 * @param rotationGrace how long a repeated refresh gets the answer of the first; zero takes every repetition for theft
 * @param correlationKey shared with other hops, so that nobody else can compute the names of sessions of foreign tokens
 */
public record SessionConfig(
        Duration idle, Optional<Duration> longest, Duration rotationGrace, Optional<Secret> correlationKey) {
    /** How long a session may be idle. */
    public static final Duration DEFAULT_IDLE = Duration.ofDays(30);

    static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);

    /** Beyond that, a grace would be a second life. */
    static final Duration LONGEST_GRACE = Duration.ofMinutes(2);
}
