package io.muster.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.app.telemetry.Metric.Count;
import io.muster.app.telemetry.Metric.Counter;
import io.muster.app.telemetry.Metric.Gauge;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusTextTest {
    private static final Scope SCOPE = new Scope("1.2.3", Map.of("service.name", "muster"));
    private static final String SCOPE_LABEL = "otel_scope_name=\"github.com/giantswarm/muster\"";

    @ParameterizedTest
    @CsvSource({
        "muster.tool_calls, muster_tool_calls_total",
        "oauth.http.requests.total, oauth_http_requests_total",
        "oauth.forwarded_id_token.accepted_total, oauth_forwarded_id_token_accepted_total",
        "oauth.code.reuse_detected, oauth_code_reuse_detected_total"
    })
    void a_counter_ends_in_total_once(String name, String expected) {
        var text = PrometheusText.of(List.of(new Counter(name, List.of(new Count(Map.of(), 7)))), SCOPE);

        assertThat(text.lines()).contains("# TYPE " + expected + " counter", expected + "{" + SCOPE_LABEL + "} 7");
    }

    @Test
    void the_buckets_of_a_histogram_are_cumulative_and_in_seconds() {
        var measurements = new Measurements();
        measurements.observe("muster.tool_call.duration", Map.of("tool", "call_tool"), Duration.ofMillis(4));
        measurements.observe("muster.tool_call.duration", Map.of("tool", "call_tool"), Duration.ofMillis(7));
        measurements.observe("muster.tool_call.duration", Map.of("tool", "call_tool"), Duration.ofMinutes(5));

        var text = PrometheusText.of(measurements.read(), SCOPE);

        assertThat(text.lines())
                .contains(
                        "# TYPE muster_tool_call_duration_seconds histogram",
                        bucket("0.005", 1),
                        bucket("0.01", 2),
                        bucket("60.0", 2),
                        bucket("+Inf", 3),
                        "muster_tool_call_duration_seconds_sum{" + SCOPE_LABEL + ",tool=\"call_tool\"} 300.011",
                        "muster_tool_call_duration_seconds_count{" + SCOPE_LABEL + ",tool=\"call_tool\"} 3");
    }

    private static String bucket(String bound, int count) {
        return "muster_tool_call_duration_seconds_bucket{le=\"" + bound + "\"," + SCOPE_LABEL + ",tool=\"call_tool\"} "
                + count;
    }

    @Test
    void the_process_describes_itself() {
        var text = PrometheusText.of(
                List.of(new Gauge("storage.tokens.count", List.of(new Count(Map.of("server", "a"), 12)))), SCOPE);

        assertThat(text).isEqualTo("""
                # TYPE target_info gauge
                target_info{service_name="muster"} 1
                # TYPE storage_tokens_count gauge
                storage_tokens_count{otel_scope_name="github.com/giantswarm/muster",server="a"} 12
                """);
    }

    @Test
    void a_value_cannot_break_out_of_its_quotes_or_its_line() {
        var labels = Map.of("a.b-c", "quote \" backslash \\ line\nfeed");

        var text = PrometheusText.of(List.of(new Counter("n", List.of(new Count(labels, 1)))), SCOPE);

        assertThat(text.lines())
                .contains("n_total{a_b_c=\"quote \\\" backslash \\\\ line\\nfeed\"," + SCOPE_LABEL + "} 1");
    }
}
