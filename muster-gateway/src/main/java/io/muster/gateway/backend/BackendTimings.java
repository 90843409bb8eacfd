package io.muster.gateway.backend;

import io.muster.wire.time.GoDuration;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How patient the gateway is with backends.
 *
 * @param initialBackoff how long after the first failure a backend is tried again; doubles with each further failure
 * @param maxBackoff the longest such wait
 * @param retryInterval how often backends that are due are looked for
 * @param pingInterval how often a connected backend is asked whether it lives
 * @param pingTimeout how long it may take to answer
 * @param pingAgain how long after an unanswered ping it is asked a second, last time
 * @param listBudget for reading all that a backend offers
 * @param relistDelay how long news of a changed list are gathered before it is read again
 * @param closeBudget for stopping all backends when the process ends
 */
public record BackendTimings(
        Duration initialBackoff,
        Duration maxBackoff,
        Duration retryInterval,
        Duration pingInterval,
        Duration pingTimeout,
        Duration pingAgain,
        Duration listBudget,
        Duration relistDelay,
        Duration closeBudget) {

    /** Failures in a row after which a remote backend counts as unreachable. */
    static final int UNREACHABLE_AFTER = 3;

    /**
     * Failures in a row after which a local backend is not tried again by itself. A command that is wrong stays wrong,
     * and only a person can tell it from one that needs a while; with the standard backoff they get about three hours.
     */
    static final int LOCAL_ATTEMPTS = 10;

    /** At most so many backends are tried again at the same time. */
    static final int CONCURRENT_RETRIES = 5;

    public static BackendTimings defaults() {
        return new BackendTimings(
                Duration.ofSeconds(30),
                Duration.ofMinutes(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ofMillis(50),
                Duration.ofSeconds(6));
    }

    /**
     * The defaults, but for what {@code MUSTER_MCPSERVER_INITIAL_BACKOFF} and {@code MUSTER_ORCHESTRATOR_RETRY_INTERVAL}
     * say. A value that is no duration, or not longer than nothing, is ignored.
     */
    public static BackendTimings of(Map<String, String> environment) {
        var defaults = defaults();
        return new BackendTimings(
                duration(environment, "MUSTER_MCPSERVER_INITIAL_BACKOFF").orElse(defaults.initialBackoff),
                defaults.maxBackoff,
                duration(environment, "MUSTER_ORCHESTRATOR_RETRY_INTERVAL").orElse(defaults.retryInterval),
                defaults.pingInterval,
                defaults.pingTimeout,
                defaults.pingAgain,
                defaults.listBudget,
                defaults.relistDelay,
                defaults.closeBudget);
    }

    /** How long to wait after so many failures in a row. */
    Duration backoff(int failures) {
        var delay = initialBackoff;
        for (int n = 1; n < failures && delay.compareTo(maxBackoff) < 0; n++) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(maxBackoff) < 0 ? delay : maxBackoff;
    }

    private static Optional<Duration> duration(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .map(String::strip)
                .flatMap(GoDuration::parse)
                .filter(Duration::isPositive);
    }
}
