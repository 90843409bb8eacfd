package io.muster.app.telemetry;

import io.muster.app.telemetry.Metric.Counter;
import io.muster.app.telemetry.Metric.Distribution;
import io.muster.app.telemetry.Metric.Durations;
import io.muster.app.telemetry.Metric.Gauge;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Writes metrics as Prometheus reads them, under the names that OpenTelemetry's rules give them: {@code .} becomes
 * {@code _}, counters end in {@code _total}, durations in {@code _seconds}.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus exposition formats</a>
 * @see <a href="https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/">OpenTelemetry,
 *     Prometheus and OpenMetrics compatibility</a>
 */
final class PrometheusText {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-zA-Z0-9_]");
    private static final String TOTAL = "_total";

    private final StringBuilder text = new StringBuilder(8192);

    private PrometheusText() {}

    static String of(List<Metric> metrics, Scope scope) {
        var page = new PrometheusText();
        page.type("target_info", "gauge");
        page.line("target_info", scope.resource(), "1");
        metrics.forEach(page::metric);
        return page.text.toString();
    }

    private void metric(Metric metric) {
        var name = plain(metric.name());
        switch (metric) {
            case Counter counter -> {
                var total = name.endsWith(TOTAL) ? name : name + TOTAL;
                type(total, "counter");
                counter.points().forEach(point -> line(total, scoped(point.labels()), Long.toString(point.value())));
            }
            case Durations durations -> {
                var seconds = name + "_seconds";
                type(seconds, "histogram");
                durations.points().forEach(point -> distribution(seconds, point));
            }
            case Gauge gauge -> {
                type(name, "gauge");
                gauge.points().forEach(point -> line(name, scoped(point.labels()), Long.toString(point.value())));
            }
        }
    }

    private void distribution(String name, Distribution point) {
        var labels = scoped(point.labels());
        var sum = 0L;
        for (var i = 0; i < point.buckets().size(); i++) {
            sum += point.buckets().get(i);
            labels.put(
                    "le", i < Histogram.BOUNDS.size() ? Histogram.BOUNDS.get(i).toString() : "+Inf");
            line(name + "_bucket", labels, Long.toString(sum));
        }
        labels.remove("le");
        line(name + "_sum", labels, Double.toString(point.sumSeconds()));
        line(name + "_count", labels, Long.toString(sum));
    }

    private static Map<String, String> scoped(Map<String, String> labels) {
        var all = new TreeMap<>(labels);
        all.put("otel_scope_name", Scope.NAME);
        return all;
    }

    private void type(String name, String type) {
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void line(String name, Map<String, String> labels, String value) {
        text.append(name).append('{');
        var separator = "";
        for (var label : new TreeMap<>(labels).entrySet()) {
            text.append(separator).append(plain(label.getKey())).append("=\"");
            escape(label.getValue());
            text.append('"');
            separator = ",";
        }
        text.append("} ").append(value).append('\n');
    }

    private void escape(String value) {
        for (var i = 0; i < value.length(); i++) {
            switch (value.charAt(i)) {
                case '\\' -> text.append("\\\\");
                case '"' -> text.append("\\\"");
                case '\n' -> text.append("\\n");
                default -> text.append(value.charAt(i));
            }
        }
    }

    private static String plain(String name) {
        return NOT_IN_NAMES.matcher(name).replaceAll("_");
    }
}
