package io.muster.app.telemetry;

import io.muster.app.telemetry.Metric.Distribution;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Counts durations by size. Thread-safe. */
final class Histogram {
    /**
     * Upper bounds in seconds: what OpenTelemetry advises for HTTP (semantic conventions,
     * {@code http.server.request.duration}), and a minute for tools that take their time. The SDK's own default is made
     * for milliseconds and would put nearly every call into one bucket.
     */
    static final List<Double> BOUNDS =
            List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0, 30.0, 60.0);

    private static final long[] BOUNDS_IN_NANOS =
            BOUNDS.stream().mapToLong(seconds -> Math.round(seconds * 1e9)).toArray();

    private final LongAdder[] buckets =
            Stream.generate(LongAdder::new).limit(BOUNDS.size() + 1L).toArray(LongAdder[]::new);
    private final LongAdder nanos = new LongAdder();

    void add(Duration duration) {
        var taken = Math.max(0, duration.toNanos());
        var place = Arrays.binarySearch(BOUNDS_IN_NANOS, taken);
        buckets[place < 0 ? -place - 1 : place].increment();
        nanos.add(taken);
    }

    Distribution read(Map<String, String> labels) {
        return new Distribution(labels, Stream.of(buckets).map(LongAdder::sum).toList(), nanos.sum() / 1e9);
    }
}
