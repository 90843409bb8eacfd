package io.muster.verify.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.wire.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Prometheus comes by. */
@Needs(Need.PROGRAM)
class ScrapeTest {
    private static final String SCOPE = "otel_scope_name=\"github.com/giantswarm/muster\"";

    @Test
    void a_scrape_shows_the_calls_so_far(Program program) throws Exception {
        var port = ConfigDirectory.freePort();
        var variables = Map.of(
                "OTEL_METRICS_EXPORTER",
                "prometheus",
                "OTEL_EXPORTER_PROMETHEUS_PORT",
                Integer.toString(port),
                "OTEL_SERVICE_NAME",
                "gateway");
        try (var muster = MusterProcess.start(program, ConfigDirectory.create(), variables);
                var http = HttpClient.newHttpClient()) {
            var peer = muster.aggregate();
            peer.tool("list_tools", JsonObject.EMPTY);
            peer.call("no_such_tool");

            var page = scrape(http, port);

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
            assertThat(page.body().lines())
                    .contains("muster_tool_calls_total{" + SCOPE + ",outcome=\"ok\",tool=\"list_tools\"} 1")
                    .contains("muster_tool_calls_total{" + SCOPE + ",outcome=\"error_result\",tool=\"call_tool\"} 1")
                    .contains("muster_servers_known{" + SCOPE + "} 0")
                    .anyMatch(line -> line.startsWith("muster_tool_call_duration_seconds_bucket{le=\"+Inf\""))
                    .anyMatch(line -> line.startsWith("target_info{service_name=\"gateway\","));
            assertThat(muster.get("/metrics"))
                    .as("the port of clients has no such page")
                    .isEqualTo(404);
        }
    }

    private static HttpResponse<String> scrape(HttpClient http, int port) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics"))
                .timeout(Duration.ofSeconds(60))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }
}
