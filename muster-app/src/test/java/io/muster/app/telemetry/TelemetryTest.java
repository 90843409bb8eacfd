package io.muster.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.testkit.FakeSites;
import io.muster.testkit.FakeSites.Answer;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.engine.HttpServer;
import io.muster.wire.meter.Meters;
import io.muster.wire.outbound.OutboundException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TelemetryTest {
    private static final String COLLECTOR = "http://collector:4318/v1/metrics";
    private static final Map<String, String> PAGE =
            Map.of("OTEL_METRICS_EXPORTER", "prometheus", "OTEL_EXPORTER_PROMETHEUS_PORT", "0");
    private static final Map<String, String> PUSH = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318");

    private final ManualTime time = new ManualTime();
    private final FakeSites sites = new FakeSites();

    private Telemetry start(Map<String, String> variables) {
        return Telemetry.start(variables, "1.2.3", () -> sites, time, time);
    }

    private static HttpURLConnection ask(Telemetry telemetry, String method, String path) throws IOException {
        var port = telemetry.page().orElseThrow().getPort();
        var connection = (HttpURLConnection)
                URI.create("http://localhost:" + port + path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setReadTimeout(20_000);
        return connection;
    }

    private ExportMetricsServiceRequest lastRequest() throws Exception {
        return ExportMetricsServiceRequest.parseFrom(sites.requests().getLast().body());
    }

    @Test
    void without_variables_nothing_counts_waits_or_listens() {
        try (var telemetry = start(Map.of())) {
            assertThat(telemetry.meters()).isSameAs(Meters.NONE);
            assertThat(telemetry.page()).isEmpty();
            assertThat(time.waiting()).isZero();
        }
        assertThat(sites.requests()).isEmpty();
    }

    @Test
    void a_scrape_shows_what_was_counted() throws IOException {
        try (var telemetry = start(PAGE)) {
            telemetry.meters().count("muster.tool_calls", Map.of("tool", "call_tool", "outcome", "ok"));

            var answer = ask(telemetry, "GET", "/metrics");

            assertThat(answer.getResponseCode()).isEqualTo(200);
            assertThat(answer.getContentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
            assertThat(new String(answer.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("target_info{service_name=\"muster\",service_version=\"1.2.3\"} 1\n")
                    .contains("muster_tool_calls_total{otel_scope_name=\"github.com/giantswarm/muster\","
                            + "outcome=\"ok\",tool=\"call_tool\"} 1\n");
        }
    }

    @Test
    void the_port_of_the_page_has_nothing_else() throws IOException {
        try (var telemetry = start(PAGE)) {
            assertThat(ask(telemetry, "GET", "/mcp").getResponseCode()).isEqualTo(404);
            assertThat(ask(telemetry, "POST", "/metrics").getResponseCode()).isEqualTo(405);
        }
    }

    @Test
    void a_taken_port_is_an_error() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var variables = Map.of(
                    "OTEL_METRICS_EXPORTER",
                    "prometheus",
                    "OTEL_EXPORTER_PROMETHEUS_PORT",
                    Integer.toString(taken.getLocalPort()));

            assertThatThrownBy(() -> start(variables)).isInstanceOf(HttpServer.BindFailed.class);
        }
    }

    @Test
    void a_collector_gets_everything_at_each_interval() throws Exception {
        sites.serve(COLLECTOR, Answer.status(200));
        try (var telemetry = start(PUSH)) {
            telemetry.meters().count("muster.tool_calls");
            time.advance(Duration.ofSeconds(59));
            assertThat(sites.requests()).isEmpty();

            time.advance(Duration.ofSeconds(1));
            telemetry.meters().count("muster.tool_calls");
            time.advance(Duration.ofMinutes(1));

            assertThat(sites.requests(COLLECTOR)).isEqualTo(2);
            var sent = sites.requests().getLast();
            assertThat(sent.method()).isEqualTo("POST");
            assertThat(sent.headers().first("Content-Type")).contains("application/x-protobuf");
            assertThat(lastRequest().toString()).contains("muster.tool_calls", "as_int: 2");
        }
    }

    @Test
    void the_end_of_the_process_sends_the_last_numbers_and_stops_the_rest() throws Exception {
        sites.serve(COLLECTOR, Answer.status(200));
        var telemetry = start(PUSH);
        telemetry.meters().count("muster.tool_calls");

        telemetry.close();

        assertThat(lastRequest().toString()).contains("as_int: 1");
        assertThat(sites.requests().getLast().deadline().left(time.instant())).isEqualTo(Duration.ofSeconds(5));
        assertThat(time.waiting()).isZero();
    }

    @Test
    void a_collector_that_fails_loses_nothing_and_disturbs_nobody() throws Exception {
        try (var telemetry = start(PUSH)) {
            telemetry.meters().count("muster.tool_calls");
            sites.fail(COLLECTOR, OutboundException.Kind.CONNECT);
            time.advance(Duration.ofMinutes(1));
            sites.serve(COLLECTOR, Answer.status(503));
            time.advance(Duration.ofMinutes(1));

            sites.serve(COLLECTOR, Answer.status(200));
            time.advance(Duration.ofMinutes(1));

            assertThat(lastRequest().toString()).contains("as_int: 1");
        }
    }
}
