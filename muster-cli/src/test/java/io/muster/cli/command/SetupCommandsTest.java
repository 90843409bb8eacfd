package io.muster.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.cli.setup.FakeInstallation;
import io.muster.cli.setup.Installation;
import io.muster.cli.setup.Surroundings;
import io.muster.cli.syntax.Reading;
import io.muster.testkit.ClosedPort;
import io.muster.wire.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetupCommandsTest {
    @TempDir
    Path home;

    private final StringWriter out = new StringWriter();
    private String launcher = "";

    @Test
    void connect_writes_shows_and_removes() throws IOException {
        assertThat(connect("cursor", "--dry-run", "--endpoint", "http://m.example/mcp"))
                .isZero();
        assertThat(out.toString())
                .contains("Would add \"muster\" to ~/.cursor/mcp.json")
                .contains("{\"url\":\"http://m.example/mcp\"}");
        assertThat(home.resolve(".cursor")).doesNotExist();

        assertThat(connect("cursor")).isZero();
        assertThat(Files.readString(home.resolve(".cursor/mcp.json"))).contains("http://localhost:8090/mcp");

        assertThat(connect("cursor")).isZero();
        assertThat(out.toString()).contains("is already in");

        assertThat(connect("cursor", "--remove")).isZero();
        assertThat(out.toString()).contains("The old file is ~/.cursor/mcp.json.bak-20261121-030000");
        assertThat(Files.readString(home.resolve(".cursor/mcp.json"))).doesNotContain("muster");
    }

    @ParameterizedTest
    @CsvSource({
        "claude-desktop, .config/Claude/claude_desktop_config.json",
        "zed --stdio, .config/zed/settings.json",
    })
    void connect_uses_the_bridge_where_a_url_does_not_do(String line, String file) throws IOException {
        assertThat(connect((line + " --name hub --context prod").split(" "))).isZero();

        assertThat(Files.readString(home.resolve(file)))
                .contains("\"hub\": {")
                .contains("\"command\": \"muster\"")
                .contains("[\"agent\", \"--mcp-server\", \"--context\", \"prod\"]");
    }

    @Test
    void connect_names_this_program_by_the_path_it_was_started_by() throws IOException {
        launcher = "../tools/muster/bin/../bin/muster";

        assertThat(connect("zed", "--stdio")).isZero();

        assertThat(Files.readString(home.resolve(".config/zed/settings.json")))
                .contains("\"command\": \"" + home.resolve("tools/muster/bin/muster") + "\"");
    }

    @Test
    void an_unknown_program_is_told_with_the_nearest_one() {
        assertThatThrownBy(() -> connect("cursr"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("did you mean cursor?")
                .hasMessageContaining("claude-desktop, claude-code, cursor, vscode, windsurf, zed");
    }

    @Test
    void import_answers_1_when_a_file_is_broken() throws IOException {
        var good = Files.writeString(home.resolve("good.json"), "{\"mcpServers\":{\"a\":{\"command\":\"x\"}}}");
        var bad = Files.writeString(home.resolve("bad.json"), "{");

        assertThat(run(new ImportCommand(program(), around(), writer()), good.toString(), "-o", "json"))
                .isZero();
        assertThat(Json.parseObject(out.toString())
                        .array("servers")
                        .orElseThrow()
                        .size())
                .isEqualTo(1);
        assertThat(run(new ImportCommand(program(), around(), writer()), bad.toString()))
                .isEqualTo(1);
    }

    @Test
    void doctor_answers_1_only_when_something_is_broken() throws IOException {
        try (var closed = ClosedPort.open()) {
            var silent = "http://" + closed.authority() + "/mcp";

            assertThat(run(new DoctorCommand(program(), around(), writer()), "--endpoint", silent))
                    .isZero();
            assertThat(out.toString()).contains("warn  MUSTER-D302  " + silent).contains("muster serve");
        }

        assertThat(run(new DoctorCommand(program(), around(), writer()), "--endpoint", "nonsense"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("fail  MUSTER-D305  endpoint");
    }

    @Test
    void doctor_lists_its_codes() {
        assertThat(run(new DoctorCommand(program(), around(), writer()), "--list-codes"))
                .isZero();

        assertThat(out.toString()).contains("MUSTER-D101", "MUSTER-D504");
    }

    private int connect(String... args) {
        InstantSource clock = () -> Instant.parse("2026-11-21T03:00:00Z");
        return run(new ConnectCommand(around(), clock, writer()), args);
    }

    private static int run(Command command, String... args) {
        try {
            return ((Reading.Run) command.syntax().read("muster ", List.of(args)))
                    .action()
                    .run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private PrintWriter writer() {
        return new PrintWriter(out, true);
    }

    private Surroundings around() {
        var variables = Map.of("HOME", home.toString(), "MUSTER_LAUNCHER", launcher);
        return new Surroundings(home, home.resolve("project"), Surroundings.Platform.LINUX, variables);
    }

    private Program program() {
        return new ServerlessProgram() {
            @Override
            public Installation installation(Optional<Path> configDirectory) {
                return new FakeInstallation(configDirectory.orElse(home));
            }
        };
    }
}
