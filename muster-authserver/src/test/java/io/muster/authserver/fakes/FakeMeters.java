package io.muster.authserver.fakes;

import io.muster.wire.meter.Meters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Remembers what was counted. */
public final class FakeMeters implements Meters {
    private final List<String> counted = new CopyOnWriteArrayList<>();

    private final Map<String, Supplier<Map<Map<String, String>, Long>>> gauges = new ConcurrentHashMap<>();

    /** Names, with their labels where there are any. */
    public List<String> counted() {
        return List.copyOf(counted);
    }

    /** What a gauge shows now. */
    public long gauge(String name) {
        return Objects.requireNonNull(gauges.get(name), name)
                .get()
                .values()
                .iterator()
                .next();
    }

    @Override
    public void count(String name, Map<String, String> labels) {
        counted.add(labels.isEmpty() ? name : name + new TreeMap<>(labels));
    }

    @Override
    public void observe(String name, Map<String, String> labels, Duration duration) {}

    @Override
    public void gauges(String name, Supplier<Map<Map<String, String>, Long>> values) {
        gauges.put(name, values);
    }
}
