package io.muster.authserver.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token bucket per key. Remembers the keys that were used last; what is forgotten starts with a full bucket. Thread-safe;
 * the lock protects a few instructions only.
 */
public final class RateLimit {
    private static final int MOST_KEYS = 10_000;

    /**
     * @param tokens that are left
     * @param at when they were counted
     */
    private record Bucket(double tokens, Instant at) {}

    private final double perSecond;
    private final int burst;
    private final InstantSource clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_KEYS;
        }
    };

    public RateLimit(double perSecond, int burst, InstantSource clock) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.clock = clock;
    }

    /** Takes one token: zero when there was one, else how long to wait for the next. */
    public Duration take(String key) {
        var now = clock.instant();
        synchronized (buckets) {
            var known = buckets.get(key);
            var filled = known == null ? burst : Math.min(burst, known.tokens() + gained(known.at(), now));
            var admitted = filled >= 1;
            buckets.put(key, new Bucket(admitted ? filled - 1 : filled, later(known, now)));
            return admitted ? Duration.ZERO : Duration.ofNanos((long) ((1 - filled) / perSecond * 1e9));
        }
    }

    public boolean admits(String key) {
        return take(key).isZero();
    }

    /** A clock that is set back must not let the same time count twice. */
    private static Instant later(@Nullable Bucket known, Instant now) {
        return known != null && known.at().isAfter(now) ? known.at() : now;
    }

    private double gained(Instant since, Instant now) {
        return Math.max(0, Duration.between(since, now).toNanos() / 1e9 * perSecond);
    }
}
