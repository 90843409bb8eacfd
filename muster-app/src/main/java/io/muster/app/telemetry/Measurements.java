package io.muster.app.telemetry;

import io.muster.wire.meter.Meters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Adds measurements up in memory, from the start of the process on. Memory is bounded: a name has at most
 * {@value #MOST_SERIES} sets of labels; what comes later is counted together, as OpenTelemetry does it (Metrics SDK,
 * cardinality limits).
 */
final class Measurements implements Meters {
    static final int MOST_SERIES = 1_000;

    /** The labels of everything beyond the limit. */
    static final Map<String, String> OVERFLOW = Map.of("otel.metric.overflow", "true");

    private final Map<String, Family<LongAdder>> counters = new ConcurrentHashMap<>();
    private final Map<String, Family<Histogram>> durations = new ConcurrentHashMap<>();
    private final Map<String, Supplier<Map<Map<String, String>, Long>>> gauges = new ConcurrentHashMap<>();

    @Override
    public void count(String name, Map<String, String> labels) {
        counters.computeIfAbsent(name, _ -> new Family<>(LongAdder::new))
                .of(labels)
                .increment();
    }

    @Override
    public void observe(String name, Map<String, String> labels, Duration duration) {
        durations
                .computeIfAbsent(name, _ -> new Family<>(Histogram::new))
                .of(labels)
                .add(duration);
    }

    @Override
    public void gauges(String name, Supplier<Map<Map<String, String>, Long>> values) {
        gauges.put(name, values);
    }

    /** Everything, ordered by name. */
    List<Metric> read() {
        return Stream.of(readCounters(), readDurations(), readGauges())
                .<Metric>flatMap(each -> each)
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
    }

    private Stream<Metric> readCounters() {
        return counters.entrySet().stream()
                .map(counter -> new Metric.Counter(
                        counter.getKey(),
                        counter.getValue().series.entrySet().stream()
                                .map(series -> new Metric.Count(
                                        series.getKey(), series.getValue().sum()))
                                .toList()));
    }

    private Stream<Metric> readDurations() {
        return durations.entrySet().stream()
                .map(histogram -> new Metric.Durations(
                        histogram.getKey(),
                        histogram.getValue().series.entrySet().stream()
                                .map(series -> series.getValue().read(series.getKey()))
                                .toList()));
    }

    private Stream<Metric> readGauges() {
        return gauges.entrySet().stream()
                .map(gauge ->
                        new Metric.Gauge(gauge.getKey(), points(gauge.getValue().get())));
    }

    private static List<Metric.Count> points(Map<Map<String, String>, Long> values) {
        return values.entrySet().stream()
                .limit(MOST_SERIES)
                .map(value -> new Metric.Count(value.getKey(), value.getValue()))
                .toList();
    }

    /** What is counted under one name, by labels. */
    private static final class Family<T> {
        private final Map<Map<String, String>, T> series = new ConcurrentHashMap<>();
        private final Supplier<T> empty;

        Family(Supplier<T> empty) {
            this.empty = empty;
        }

        T of(Map<String, String> labels) {
            var known = series.get(labels);
            if (known != null) {
                return known;
            }
            // Callers that race may exceed the limit by their own number.
            var room = series.size() < MOST_SERIES;
            return series.computeIfAbsent(room ? Map.copyOf(labels) : OVERFLOW, _ -> empty.get());
        }
    }
}
