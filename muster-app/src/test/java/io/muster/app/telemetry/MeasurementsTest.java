package io.muster.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.app.telemetry.Metric.Count;
import io.muster.app.telemetry.Metric.Counter;
import io.muster.app.telemetry.Metric.Durations;
import io.muster.app.telemetry.Metric.Gauge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasurementsTest {
    private final Measurements measurements = new Measurements();

    private Durations durations() {
        return (Durations) measurements.read().getFirst();
    }

    @Test
    void equal_labels_are_counted_together() {
        measurements.count("calls", Map.of("tool", "a", "outcome", "ok"));
        measurements.count("calls", Map.of("outcome", "ok", "tool", "a"));
        measurements.count("calls", Map.of("tool", "b", "outcome", "ok"));

        assertThat(measurements.read())
                .singleElement()
                .isInstanceOfSatisfying(
                        Counter.class,
                        counter -> assertThat(counter.points())
                                .containsExactlyInAnyOrder(
                                        new Count(Map.of("tool", "a", "outcome", "ok"), 2),
                                        new Count(Map.of("tool", "b", "outcome", "ok"), 1)));
    }

    @Test
    void labels_that_change_later_do_not_disturb_what_was_counted() {
        var labels = new HashMap<>(Map.of("tool", "a"));

        measurements.count("calls", labels);
        labels.put("tool", "b");

        assertThat(measurements.read())
                .containsExactly(new Counter("calls", List.of(new Count(Map.of("tool", "a"), 1))));
    }

    @Test
    void labels_beyond_the_limit_are_counted_as_one() {
        for (var i = 0; i < Measurements.MOST_SERIES + 500; i++) {
            measurements.count("calls", Map.of("client", "c" + i));
        }
        measurements.count("calls", Map.of("client", "c0"));

        var points = ((Counter) measurements.read().getFirst()).points();
        assertThat(points)
                .hasSize(Measurements.MOST_SERIES + 1)
                .contains(new Count(Map.of("client", "c0"), 2), new Count(Measurements.OVERFLOW, 500));
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "0, 0", "5, 0", "6, 1", "10, 1", "1000, 9", "1001, 10", "60000, 15", "60001, 16"})
    void a_duration_falls_into_the_bucket_whose_upper_bound_it_does_not_exceed(long millis, int bucket) {
        measurements.observe("time", Map.of(), Duration.ofMillis(millis));

        var buckets = durations().points().getFirst().buckets();
        assertThat(buckets).hasSize(Histogram.BOUNDS.size() + 1);
        assertThat(buckets.indexOf(1L)).isEqualTo(bucket);
    }

    @Test
    void durations_add_up() {
        measurements.observe("time", Map.of(), Duration.ofMillis(1500));
        measurements.observe("time", Map.of(), Duration.ofMillis(250));

        var point = durations().points().getFirst();
        assertThat(point.count()).isEqualTo(2);
        assertThat(point.sumSeconds()).isEqualTo(1.75);
    }

    @Test
    void a_gauge_is_asked_when_it_is_read_and_the_last_one_of_a_name_counts() {
        var size = new AtomicLong(3);
        measurements.gauge("sessions", () -> -1);
        measurements.gauge("sessions", size::get);

        assertThat(measurements.read()).containsExactly(new Gauge("sessions", List.of(new Count(Map.of(), 3))));
        size.set(4);
        assertThat(measurements.read()).containsExactly(new Gauge("sessions", List.of(new Count(Map.of(), 4))));
    }

    @Test
    void a_gauge_may_have_a_number_for_each_set_of_labels() {
        measurements.gauges("leases", () -> Map.of(Map.of("server", "a"), 1L, Map.of("server", "b"), 2L));

        assertThat(measurements.read())
                .singleElement()
                .isInstanceOfSatisfying(
                        Gauge.class,
                        gauge -> assertThat(gauge.points())
                                .containsExactlyInAnyOrder(
                                        new Count(Map.of("server", "a"), 1), new Count(Map.of("server", "b"), 2)));
    }

    @Test
    void nothing_is_lost_between_threads() throws InterruptedException {
        var threads = new ArrayList<Thread>();
        for (var i = 0; i < 8; i++) {
            threads.add(Thread.startVirtualThread(() -> {
                for (var j = 0; j < 5_000; j++) {
                    measurements.count("calls", Map.of("tool", "t" + j % 7));
                }
            }));
        }
        for (var thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
        }

        var counter = (Counter) measurements.read().getFirst();
        assertThat(counter.points().stream().mapToLong(Count::value).sum()).isEqualTo(40_000);
    }
}
