package io.muster.wire.meter;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Takes measurements. Names and labels follow OpenTelemetry; a label has few possible values, never an identifier that
 * others choose. Thread-safe; never blocks and never fails.
 */
public interface Meters {
    /** Counts one event. */
    void count(String name, Map<String, String> labels);

    /** Records how long something took. */
    void observe(String name, Map<String, String> labels, Duration duration);

    /** Names numbers, each with its labels, that are read when the numbers are collected; cheap and non-blocking. */
    void gauges(String name, Supplier<Map<Map<String, String>, Long>> values);

    /** Names a number that has no labels. */
    default void gauge(String name, LongSupplier value) {
        gauges(name, () -> Map.of(Map.of(), value.getAsLong()));
    }

    /** Counts one event that has no labels. */
    default void count(String name) {
        count(name, Map.of());
    }

    /** Takes none. */
    Meters NONE = new Meters() {
        @Override
        public void count(String name, Map<String, String> labels) {}

        @Override
        public void observe(String name, Map<String, String> labels, Duration duration) {}

        @Override
        public void gauges(String name, Supplier<Map<Map<String, String>, Long>> values) {}
    };
}
