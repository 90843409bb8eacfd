package io.muster.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.cli.setup.Installation.Configuration;
import io.muster.cli.setup.Installation.Fault;
import io.muster.cli.setup.Installation.Probe;
import io.muster.cli.setup.Installation.Server;
import io.muster.cli.setup.Installation.Severity;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.outbound.TrustedCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileInstallationTest {
    private static final JsonObject SPEC =
            Json.parseObject("{\"type\":\"stdio\",\"autoStart\":true,\"command\":\"no-such-program-anywhere\"}");

    @TempDir
    Path directory;

    private FileInstallation installation;

    @BeforeEach
    void set_up() {
        installation = new FileInstallation(new Environment(
                directory,
                Map.of(),
                InstantSource.system(),
                ZoneOffset.UTC,
                new SecureRandom(),
                TrustedCertificates.SYSTEM,
                "1.2.3",
                false));
    }

    @Test
    void what_is_defined_is_there_afterwards_and_is_not_replaced() {
        assertThat(installation.define("local", SPEC)).isTrue();
        assertThat(installation.define("local", JsonObject.EMPTY)).isFalse();

        assertThat(installation.servers()).containsExactly(new Server("local", SPEC, List.of()));
        assertThat(directory.resolve("mcpservers/local.yaml")).content().contains("no-such-program-anywhere");
    }

    @Test
    void faults_have_their_places() throws IOException {
        Files.createDirectories(directory.resolve("mcpservers"));
        Files.writeString(directory.resolve("mcpservers/bad.yaml"), """
                apiVersion: muster.giantswarm.io/v1alpha1
                kind: MCPServer
                metadata:
                  name: bad
                spec:
                  type: carrier-pigeon
                """);
        Files.writeString(directory.resolve("mcpservers/worse.yaml"), "spec: [");

        assertThat(installation.servers())
                .satisfiesExactly(
                        bad -> {
                            assertThat(bad.isUsable()).isFalse();
                            assertThat(bad.faults()).singleElement().satisfies(fault -> {
                                assertThat(fault.place()).isEqualTo("mcpservers/bad.yaml:6:3");
                                assertThat(fault.field()).isEqualTo("spec.type");
                            });
                        },
                        worse -> assertThat(worse.isUsable()).isFalse());
    }

    @Test
    void a_definition_is_checked_before_it_is_kept() {
        assertThat(installation.check("a", SPEC)).isEmpty();
        assertThat(installation.check("a", SPEC.without("command")))
                .containsExactly(new Fault(Severity.ERROR, "", "spec.command", "command is required for stdio type"));
        assertThat(installation.check("mcp-aggregator", SPEC))
                .containsExactly(
                        new Fault(Severity.ERROR, "", "", "name must not be mcp-aggregator, which is Muster itself"));
    }

    @Test
    void the_configuration_may_be_absent_usable_or_broken() throws IOException {
        assertThat(installation.configuration()).isEqualTo(new Configuration.Missing());

        Files.writeString(directory.resolve("config.yaml"), "aggregator:\n  port: 8091\n");
        assertThat(installation.configuration()).isEqualTo(new Configuration.Usable(List.of()));

        Files.writeString(directory.resolve("config.yaml"), "aggregator:\n  port: many\n");
        assertThat(installation.configuration())
                .isInstanceOfSatisfying(
                        Configuration.Broken.class,
                        broken -> assertThat(broken.problem()).contains("line 2"));
    }

    @Test
    void a_command_that_does_not_exist_fails_the_probe() throws InterruptedException {
        installation.define("local", SPEC);

        assertThat(installation.probe("local", Duration.ofSeconds(20))).isInstanceOf(Probe.Fails.class);
    }

    @Test
    void a_server_that_works_passes_the_probe() throws Exception {
        var script = Files.writeString(directory.resolve("server.sh"), """
                read line
                echo '{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-06-18","capabilities":{},"serverInfo":{"name":"sh","version":"3"}}}'
                read line
                cat > /dev/null
                """);
        installation.define(
                "shell", Json.parseObject("{\"type\":\"stdio\",\"command\":\"sh\",\"args\":[" + quoted(script) + "]}"));

        assertThat(installation.probe("shell", Duration.ofSeconds(20)))
                .isInstanceOfSatisfying(Probe.Works.class, works -> {
                    assertThat(works.serverName()).isEqualTo("sh");
                    assertThat(works.revision()).isEqualTo("2025-06-18");
                    assertThat(works.tools()).isEmpty();
                });
    }

    private static String quoted(Path path) {
        return Json.text(new JsonString(path.toString()));
    }
}
