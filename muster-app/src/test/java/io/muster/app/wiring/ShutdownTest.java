package io.muster.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.app.config.ConfigFile;
import io.muster.testkit.ClosedPort;
import io.muster.testkit.Eventually;
import io.muster.testkit.ManualTime;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.outbound.TrustedCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShutdownTest {
    @Test
    void the_end_of_servers_is_on_record(@TempDir Path directory) throws Exception {
        try (var closed = ClosedPort.open()) {
            var spec = JsonObject.of("type", "streamable-http")
                    .with("url", "http://" + closed.authority() + "/mcp")
                    .with("autoStart", true);
            var definition = JsonObject.of("kind", "MCPServer")
                    .with("metadata", JsonObject.of("name", "away"))
                    .with("spec", spec);
            write(directory.resolve("mcpservers/away.yaml"), definition);
            write(directory.resolve("config.yaml"), JsonObject.of("aggregator", JsonObject.of("transport", "stdio")));
            var events = directory.resolve("events/events.log");

            var muster = Muster.start(
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
            Eventually.until("the server has failed", () -> text(events).contains("MCPServerFailed"));
            muster.close();

            assertThat(text(events)).contains("MCPServerStopped");
        }
    }

    private static void write(Path file, JsonObject content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, Json.text(content));
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
