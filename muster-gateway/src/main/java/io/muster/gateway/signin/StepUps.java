package io.muster.gateway.signin;

import io.muster.oauth.Scopes;
import io.muster.oauth.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** How often users are asked for the same permissions: some servers never give them. Thread-safe. */
final class StepUps {
    private static final Duration PAUSE = Duration.ofMinutes(10);
    private static final int MOST_OF_ONE = 3;
    private static final int MOST = 10_000;

    private final InstantSource clock;
    private final Map<Wish, Asked> asked = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Wish, Asked> eldest) {
            return size() > MOST;
        }
    };

    private record Wish(SessionId session, String backend, Set<String> scopes) {}

    private record Asked(int times, Instant last) {}

    StepUps(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether the user may be asked now; counts it if so. */
    synchronized boolean admits(SessionId session, String backend, Scopes scopes) {
        var wish = new Wish(session, backend, Set.copyOf(scopes.values()));
        var now = clock.instant();
        var before = asked.get(wish);
        if (before != null
                && (before.times() >= MOST_OF_ONE || now.isBefore(before.last().plus(PAUSE)))) {
            return false;
        }
        asked.put(wish, new Asked(before == null ? 1 : before.times() + 1, now));
        return true;
    }
}
