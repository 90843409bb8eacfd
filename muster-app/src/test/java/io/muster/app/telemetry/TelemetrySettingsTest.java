package io.muster.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetrySettingsTest {
    private static TelemetrySettings read(Map<String, String> variables) {
        return TelemetrySettings.of(variables, "1.2.3");
    }

    private static Map<String, String> variables(String text) {
        return Arrays.stream(text.split(" "))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "OTEL_METRICS_EXPORTER=none",
                "OTEL_METRICS_EXPORTER=",
                "OTEL_EXPORTER_OTLP_ENDPOINT=",
                "OTEL_METRICS_EXPORTER=none OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318",
                "OTEL_SDK_DISABLED=TRUE OTEL_METRICS_EXPORTER=prometheus",
                "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT=http://c:4318",
                "OTEL_RESOURCE_ATTRIBUTES=a=b"
            })
    void nothing_is_exported_unless_metrics_are_asked_for(String text) {
        var settings = read(variables(text));

        assertThat(settings.isOff()).isTrue();
        assertThat(settings.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "OTEL_METRICS_EXPORTER=otlp, http://localhost:4318/v1/metrics",
        "OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318, http://c:4318/v1/metrics",
        "OTEL_EXPORTER_OTLP_ENDPOINT=https://c/otlp/, https://c/otlp/v1/metrics",
        "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=https://c/as/it/is, https://c/as/it/is",
        "OTEL_EXPORTER_OTLP_ENDPOINT=http://a OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://b/m, http://b/m"
    })
    void a_collector_is_found_as_the_protocol_says(String text, String endpoint) {
        var push = read(variables(text)).push().orElseThrow();

        assertThat(push.endpoint()).hasToString(endpoint);
        assertThat(push.interval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(push.timeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource({
        "OTEL_METRICS_EXPORTER=prometheus, localhost, 9464",
        "OTEL_METRICS_EXPORTER=prometheus OTEL_EXPORTER_PROMETHEUS_HOST=0.0.0.0 OTEL_EXPORTER_PROMETHEUS_PORT=0, 0.0.0.0, 0"
    })
    void the_page_is_where_it_is_asked_for(String text, String host, int port) {
        var settings = read(variables(text));

        assertThat(settings.scrape()).hasValueSatisfying(address -> {
            assertThat(address.getHostString()).isEqualTo(host);
            assertThat(address.getPort()).isEqualTo(port);
        });
        assertThat(settings.push()).isEmpty();
    }

    @Test
    void both_ways_may_be_used_at_once() {
        var settings = read(Map.of("OTEL_METRICS_EXPORTER", "otlp, prometheus"));

        assertThat(settings.scrape()).isPresent();
        assertThat(settings.push()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "OTEL_METRICS_EXPORTER=console, OTEL_METRICS_EXPORTER",
        "OTEL_METRICS_EXPORTER=otlp OTEL_EXPORTER_OTLP_PROTOCOL=grpc, OTEL_EXPORTER_OTLP_PROTOCOL",
        "OTEL_METRICS_EXPORTER=otlp OTEL_EXPORTER_OTLP_ENDPOINT=unix:/run/c, OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_TRACES_EXPORTER=otlp, OTEL_TRACES_EXPORTER",
        "OTEL_LOGS_EXPORTER=console, OTEL_LOGS_EXPORTER"
    })
    void what_is_not_there_is_a_problem_and_exports_nothing(String text, String named) {
        var settings = read(variables(text));

        assertThat(settings.problems()).singleElement().asString().contains(named);
        assertThat(settings.isOff()).isTrue();
    }

    @Test
    void a_number_that_is_none_is_a_problem_and_counts_as_absent() {
        var settings = read(Map.of(
                "OTEL_METRICS_EXPORTER", "otlp,prometheus",
                "OTEL_EXPORTER_PROMETHEUS_PORT", "70000",
                "OTEL_METRIC_EXPORT_INTERVAL", "soon"));

        assertThat(settings.problems()).hasSize(2);
        assertThat(settings.scrape().orElseThrow().getPort()).isEqualTo(9464);
        assertThat(settings.push().orElseThrow().interval()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void an_interval_that_would_be_a_flood_is_a_second() {
        var settings = read(Map.of("OTEL_METRICS_EXPORTER", "otlp", "OTEL_METRIC_EXPORT_INTERVAL", "1"));

        assertThat(settings.push().orElseThrow().interval()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void headers_are_decoded_and_those_of_metrics_win_and_are_never_shown() {
        var settings = read(Map.of(
                "OTEL_METRICS_EXPORTER", "otlp",
                "OTEL_EXPORTER_OTLP_HEADERS", "x=general",
                "OTEL_EXPORTER_OTLP_METRICS_HEADERS", "Authorization=Basic%20s3cret+, tenant=a"));

        assertThat(settings.push().orElseThrow().headers())
                .isEqualTo(Map.of("Authorization", "Basic s3cret+", "tenant", "a"));
        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    @Test
    void an_unreadable_secret_is_not_quoted() {
        var settings = read(Map.of(
                "OTEL_METRICS_EXPORTER", "otlp",
                "OTEL_EXPORTER_OTLP_HEADERS", "Authorization=s3cret%zz",
                "OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://user:s3cret@c"));

        assertThat(settings.problems()).isNotEmpty().noneMatch(problem -> problem.contains("s3cret"));
    }

    @Test
    void the_process_is_described_as_operators_want_it() {
        var settings = read(Map.of(
                "OTEL_RESOURCE_ATTRIBUTES", "k8s.pod.name=muster-0,service.name=ignored,note=a%2Cb",
                "OTEL_SERVICE_NAME", "gateway"));

        assertThat(settings.resource())
                .isEqualTo(Map.of(
                        "service.name", "gateway",
                        "service.version", "1.2.3",
                        "k8s.pod.name", "muster-0",
                        "note", "a,b"));
    }
}
