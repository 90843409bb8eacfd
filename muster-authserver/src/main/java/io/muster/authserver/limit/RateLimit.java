package io.muster.authserver.limit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A limit per key: so many at once, so many a second in the long run. It is the generic cell rate algorithm (ITU-T I.371)
 * in whole nanoseconds: a key is known by the time at which its debt is paid, so nothing is rounded in the caller's favour.
 * When the clock is set back, nothing is given away and nobody waits for it to catch up: keys owe the whole burst then.
 * Remembers the keys that were used last; a forgotten key has no debt.
 * Thread-safe; the lock protects a few instructions only.
 */
public final class RateLimit {
    private static final int MOST_KEYS = 10_000;

    private final long interval;
    private final long credit;
    private final InstantSource clock;
    private final Map<String, Long> paidAt = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_KEYS;
        }
    };

    public RateLimit(double perSecond, int burst, InstantSource clock) {
        this.interval = (long) Math.ceil(TimeUnit.SECONDS.toNanos(1) / perSecond);
        this.credit = Math.multiplyExact(interval, (long) burst);
        this.clock = clock;
    }

    /** Takes one: zero when it was granted, else how long to wait for the next. */
    public Duration take(String key) {
        var now = nanos();
        synchronized (paidAt) {
            var owed = Math.max(paidAt.getOrDefault(key, now), now);
            if (owed > now + credit) {
                // More than anybody can owe: the clock was set back.
                owed = now + credit;
                paidAt.put(key, owed);
            }
            var debt = owed + interval;
            var wait = debt - now - credit;
            if (wait > 0) {
                return Duration.ofNanos(wait);
            }
            paidAt.put(key, debt);
            return Duration.ZERO;
        }
    }

    public boolean admits(String key) {
        return take(key).isZero();
    }

    private long nanos() {
        var now = clock.instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
