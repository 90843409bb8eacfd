package io.muster.wire.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Decides which of many equal failures is worth a log line: the first of a series, then at most one per period with the
 * number of those kept quiet, and the recovery. What fails and recovers in turns is no reason for more lines: a series
 * that begins within the period of the last line begins quietly. It decides only; the caller logs, under its own name.
 *
 * <pre>{@code
 * limiter.failed(backend).ifPresent(quiet -> log.atWarn().addKeyValue("repeated", quiet).log("ping failed"));
 * limiter.recovered(backend).ifPresent(failures -> log.atInfo().addKeyValue("failures", failures).log("ping works again"));
 * }</pre>
 *
 * <p>Thread-safe. Keys may come from outside: the series least recently touched is forgotten when there are too many.
 */
public final class LogLimiter {
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int MAX_KEYS = 1_000;

    private final InstantSource clock;
    private final Duration period;
    private final Map<String, Series> series;

    /**
     * Failures of one kind.
     *
     * @param reportedAt when the last line was written
     * @param failures since the last success
     * @param quiet since the last line
     * @param told whether a line was written since the last success
     */
    private record Series(Instant reportedAt, long failures, long quiet, boolean told) {}

    /** One line a minute for each key. */
    public LogLimiter(InstantSource clock) {
        this(clock, PERIOD);
    }

    public LogLimiter(InstantSource clock, Duration period) {
        this(clock, period, MAX_KEYS);
    }

    /** @param maxKeys how many series are remembered */
    public LogLimiter(InstantSource clock, Duration period, int maxKeys) {
        this.clock = clock;
        this.period = period;
        this.series = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Series> eldest) {
                return size() > maxKeys;
            }
        };
    }

    /** Counts a failure. Present when it should be logged: how many were kept quiet since the last line. */
    public synchronized OptionalLong failed(String key) {
        var now = clock.instant();
        var known = series.get(key);
        if (known == null) {
            series.put(key, new Series(now, 1, 0, true));
            return OptionalLong.of(0);
        }
        if (now.isBefore(known.reportedAt().plus(period))) {
            series.put(key, new Series(known.reportedAt(), known.failures() + 1, known.quiet() + 1, known.told()));
            return OptionalLong.empty();
        }
        series.put(key, new Series(now, known.failures() + 1, 0, true));
        return OptionalLong.of(known.quiet());
    }

    /** Ends a series. Present when there was one that was told of: how many failures it had. */
    public synchronized OptionalLong recovered(String key) {
        var ended = series.get(key);
        if (ended == null || ended.failures() == 0) {
            return OptionalLong.empty();
        }
        series.put(key, new Series(ended.reportedAt(), 0, ended.told() ? 0 : ended.quiet(), false));
        return ended.told() ? OptionalLong.of(ended.failures()) : OptionalLong.empty();
    }
}
