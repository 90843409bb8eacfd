package io.muster.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.app.config.ConfigFile;
import io.muster.testkit.ManualTime;
import io.muster.wire.outbound.TrustedCertificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Aggregation specification, HTTP endpoints: {@code DELETE /auth/{server}}. */
class SignOutRouteTest {
    @TempDir
    Path directory;

    private Muster start() throws IOException {
        Files.writeString(directory.resolve("config.yaml"), "aggregator: {host: 127.0.0.1, port: 0}");
        return Muster.start(
                new ConfigFile(directory).load(),
                new Environment(
                        directory,
                        Map.of(),
                        new ManualTime(),
                        ZoneOffset.UTC,
                        new SecureRandom(),
                        TrustedCertificates.SYSTEM,
                        "1.2.3",
                        false));
    }

    private static HttpResponse<String> delete(Muster muster, String path) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + muster.port() + path))
                    .timeout(Duration.ofSeconds(30))
                    .DELETE();
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }

    @Test
    void a_server_has_to_be_named_and_need_not_exist() throws Exception {
        try (var muster = start()) {
            assertThat(delete(muster, "/auth/github").statusCode()).isEqualTo(204);

            var nameless = delete(muster, "/auth/");

            assertThat(nameless.statusCode()).isEqualTo(400);
            assertThat(nameless.body().strip()).isEqualTo("Bad Request: missing server name");
        }
    }
}
