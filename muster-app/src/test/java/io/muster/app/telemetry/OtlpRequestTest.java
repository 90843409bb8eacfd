package io.muster.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Reads what is written with the classes that the protocol's own definition generates. */
class OtlpRequestTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = START.plusSeconds(90).plusNanos(5);

    private final Measurements measurements = new Measurements();

    private ScopeMetrics scoped() throws Exception {
        var scope = new Scope("1.2.3", Map.of("service.name", "muster", "team", "größte"));
        var bytes = OtlpRequest.of(measurements.read(), scope, START, NOW);
        var request = ExportMetricsServiceRequest.parseFrom(bytes);
        assertThat(request.getUnknownFields().asMap()).isEmpty();
        var group = request.getResourceMetricsList().getFirst();
        assertThat(attributes(group.getResource().getAttributesList()))
                .isEqualTo(Map.of("service.name", "muster", "team", "größte"));
        return group.getScopeMetricsList().getFirst();
    }

    private Metric metric() throws Exception {
        return scoped().getMetricsList().getFirst();
    }

    private static Map<String, String> attributes(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey, attribute -> attribute.getValue().getStringValue()));
    }

    @Test
    void who_measures_is_named() throws Exception {
        assertThat(scoped().getScope().getName()).isEqualTo("github.com/giantswarm/muster");
        assertThat(scoped().getScope().getVersion()).isEqualTo("1.2.3");
    }

    @Test
    void a_counter_is_a_cumulative_monotonic_sum_since_the_start() throws Exception {
        for (var i = 0; i < 300; i++) {
            measurements.count("muster.tool_calls", Map.of("tool", "call_tool", "outcome", "ok"));
        }

        var metric = metric();

        assertThat(metric.getName()).isEqualTo("muster.tool_calls");
        assertThat(metric.getSum().getIsMonotonic()).isTrue();
        assertThat(metric.getSum().getAggregationTemporality())
                .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        var point = metric.getSum().getDataPointsList().getFirst();
        assertThat(point.getAsInt()).isEqualTo(300);
        assertThat(point.getStartTimeUnixNano()).isEqualTo(1_767_225_600_000_000_000L);
        assertThat(point.getTimeUnixNano()).isEqualTo(1_767_225_690_000_000_005L);
        assertThat(attributes(point.getAttributesList())).isEqualTo(Map.of("tool", "call_tool", "outcome", "ok"));
    }

    @Test
    void durations_are_a_histogram_in_seconds() throws Exception {
        measurements.observe("muster.tool_call.duration", Map.of("tool", "call_tool"), Duration.ofMillis(7));
        measurements.observe("muster.tool_call.duration", Map.of("tool", "call_tool"), Duration.ofMinutes(2));

        var metric = metric();

        assertThat(metric.getUnit()).isEqualTo("s");
        assertThat(metric.getHistogram().getAggregationTemporality())
                .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        var point = metric.getHistogram().getDataPointsList().getFirst();
        assertThat(point.getCount()).isEqualTo(2);
        assertThat(point.getSum()).isEqualTo(120.007);
        assertThat(point.getExplicitBoundsList()).isEqualTo(Histogram.BOUNDS);
        assertThat(point.getBucketCountsList()).hasSize(Histogram.BOUNDS.size() + 1);
        assertThat(point.getBucketCounts(1)).isEqualTo(1);
        assertThat(point.getBucketCounts(Histogram.BOUNDS.size())).isEqualTo(1);
        assertThat(attributes(point.getAttributesList())).isEqualTo(Map.of("tool", "call_tool"));
    }

    @Test
    void a_gauge_is_a_gauge_even_below_zero() throws Exception {
        measurements.gauge("storage.tokens.count", () -> -3);

        assertThat(metric().getGauge().getDataPointsList().getFirst().getAsInt())
                .isEqualTo(-3);
    }
}
