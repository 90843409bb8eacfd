package io.muster.authserver.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes the next attempt wait after failures in a row, each time twice as long. Remembers the keys that were used last.
 * Thread-safe.
 */
public final class Backoff {
    private static final int MOST_KEYS = 10_000;
    private static final int MOST_DOUBLINGS = 30;

    /**
     * @param failures in a row
     * @param until when the next attempt may be made
     */
    private record Series(int failures, Instant until) {}

    private final int free;
    private final Duration first;
    private final Duration longest;
    private final InstantSource clock;
    private final Map<String, Series> series = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Series> eldest) {
            return size() > MOST_KEYS;
        }
    };

    /** @param free how many failures cost nothing */
    public Backoff(int free, Duration first, Duration longest, InstantSource clock) {
        this.free = free;
        this.first = first;
        this.longest = longest;
        this.clock = clock;
    }

    /** Whether an attempt may be made now. */
    public boolean admits(String key) {
        synchronized (series) {
            var known = series.get(key);
            return known == null || !clock.instant().isBefore(known.until());
        }
    }

    public void failed(String key) {
        var now = clock.instant();
        synchronized (series) {
            var known = series.get(key);
            var failures = known == null ? 1 : known.failures() + 1;
            series.put(key, new Series(failures, now.plus(pause(failures))));
        }
    }

    public void succeeded(String key) {
        synchronized (series) {
            series.remove(key);
        }
    }

    private Duration pause(int failures) {
        if (failures <= free) {
            return Duration.ZERO;
        }
        var pause = first.multipliedBy(1L << Math.min(failures - free - 1, MOST_DOUBLINGS));
        return pause.compareTo(longest) > 0 ? longest : pause;
    }
}
