package io.muster.app.telemetry;

import io.muster.app.telemetry.Metric.Count;
import io.muster.app.telemetry.Metric.Counter;
import io.muster.app.telemetry.Metric.Distribution;
import io.muster.app.telemetry.Metric.Durations;
import io.muster.app.telemetry.Metric.Gauge;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Writes metrics as an OpenTelemetry collector reads them: the message {@code ExportMetricsServiceRequest}. Numbers are
 * cumulative, so that a request that is lost loses nothing. The figures below are the field numbers of the message.
 *
 * @see <a href="https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/metrics/v1/metrics.proto">
 *     OpenTelemetry protocol, metrics.proto</a>
 */
final class OtlpRequest {
    private static final int CUMULATIVE = 2;

    private final long start;
    private final long now;

    private OtlpRequest(Instant start, Instant now) {
        this.start = nanos(start);
        this.now = nanos(now);
    }

    /** @param start when counting began */
    static byte[] of(List<Metric> metrics, Scope scope, Instant start, Instant now) {
        var request = new OtlpRequest(start, now);
        return Protobuf.message(all -> all.nested(1, group -> {
            group.nested(1, resource -> attributes(resource, 1, scope.resource()));
            group.nested(2, scoped -> {
                scoped.nested(1, who -> who.text(1, Scope.NAME).text(2, scope.version()));
                metrics.forEach(metric -> scoped.nested(2, message -> request.write(message, metric)));
            });
        }));
    }

    private void write(Protobuf message, Metric metric) {
        message.text(1, metric.name());
        switch (metric) {
            case Gauge gauge ->
                message.nested(
                        5,
                        data -> gauge.points()
                                .forEach(each -> data.nested(1, point -> number(point, each.labels(), each.value()))));
            case Counter counter ->
                message.text(3, "1").nested(7, sum -> {
                    for (Count count : counter.points()) {
                        sum.nested(1, point -> number(point, count.labels(), count.value()));
                    }
                    sum.varint(2, CUMULATIVE).varint(3, 1);
                });
            case Durations durations ->
                message.text(3, "s").nested(9, histogram -> {
                    durations.points().forEach(each -> histogram.nested(1, point -> distribution(point, each)));
                    histogram.varint(2, CUMULATIVE);
                });
        }
    }

    private void number(Protobuf point, Map<String, String> labels, long value) {
        point.fixed64(2, start).fixed64(3, now).fixed64(6, value);
        attributes(point, 7, labels);
    }

    private void distribution(Protobuf point, Distribution each) {
        point.fixed64(2, start)
                .fixed64(3, now)
                .fixed64(4, each.count())
                .float64(5, each.sumSeconds())
                .packedFixed64(6, each.buckets())
                .packedFloat64(7, Histogram.BOUNDS);
        attributes(point, 9, each.labels());
    }

    private static void attributes(Protobuf message, int field, Map<String, String> attributes) {
        attributes.forEach((key, value) ->
                message.nested(field, attribute -> attribute.text(1, key).nested(2, any -> any.text(1, value))));
    }

    private static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }
}
