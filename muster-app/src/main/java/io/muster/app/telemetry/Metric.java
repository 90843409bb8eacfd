package io.muster.app.telemetry;

import java.util.List;
import java.util.Map;

/** What was measured under one name since the start. */
sealed interface Metric {
    String name();

    /** How often something happened, for each set of labels. */
    record Counter(String name, List<Count> points) implements Metric {}

    /** How long something took, in seconds, for each set of labels. */
    record Durations(String name, List<Distribution> points) implements Metric {}

    /** Numbers as they are now, for each set of labels. */
    record Gauge(String name, List<Count> points) implements Metric {}

    /** One number of a counter or a gauge. */
    record Count(Map<String, String> labels, long value) {}

    /**
     * One distribution of durations.
     *
     * @param buckets how many fell between two neighbours of {@link Histogram#BOUNDS}, upper bound included; the last
     *     bucket has no upper bound
     */
    record Distribution(Map<String, String> labels, List<Long> buckets, double sumSeconds) {
        long count() {
            return buckets.stream().mapToLong(Long::longValue).sum();
        }
    }
}
