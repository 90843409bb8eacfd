package io.muster.gateway.backend;

import java.time.Duration;
import java.util.Optional;

/**
 * What is wanted of one backend. Two specs that are equal need no action; secrets that are resolved at use are no part
 * of it.
 *
 * @param name unique, an RFC 1123 label
 * @param endpoint how it is reached
 * @param access who shares a connection to it
 * @param naming how its tools are called
 * @param description for people
 * @param autoStart whether it is started without being asked
 * @param timeout for connecting, and for every call; {@link Duration#ZERO} when the definition names none
 */
public record BackendSpec(
        String name,
        Endpoint endpoint,
        Access access,
        Naming naming,
        String description,
        boolean autoStart,
        Duration timeout) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

    /** Longer than most clients wait; what is hung for good must not be held for ever. */
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(5);

    /** How long one attempt to connect may take. */
    public Duration connectTimeout() {
        return timeout.isPositive() ? timeout : CONNECT_TIMEOUT;
    }

    /** How long one call may take, apart from the time that questions to its client take. */
    public Duration callTimeout() {
        return timeout.isPositive() ? timeout : CALL_TIMEOUT;
    }

    /** How the tools of a backend are named. */
    public record Naming(Optional<String> toolPrefix, Optional<Family> family) {
        public static final Naming DEFAULT = new Naming(Optional.empty(), Optional.empty());
    }

    /** A group of interchangeable backends, told apart by one argument of each tool. */
    public record Family(String name, String instanceArg) {}
}
