package io.muster.authserver.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * At most so many events of a key within any span of the given length. Exact, hence for small numbers; remembers the keys
 * that were used last. Thread-safe.
 */
public final class WindowLimit {
    private static final int MOST_KEYS = 10_000;

    private final int most;
    private final Duration span;
    private final InstantSource clock;
    private final Map<String, Deque<Instant>> events = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
            return size() > MOST_KEYS;
        }
    };

    public WindowLimit(int most, Duration span, InstantSource clock) {
        this.most = most;
        this.span = span;
        this.clock = clock;
    }

    /** Counts an event: zero when it is within the limit, else how long to wait for the next that is. */
    public Duration take(String key) {
        var now = clock.instant();
        synchronized (events) {
            var recent = events.computeIfAbsent(key, _ -> new ArrayDeque<>(2));
            while (!recent.isEmpty() && !recent.peekFirst().isAfter(now.minus(span))) {
                recent.removeFirst();
            }
            if (recent.size() >= most) {
                return Duration.between(now.minus(span), recent.getFirst());
            }
            recent.addLast(now);
            return Duration.ZERO;
        }
    }
}
