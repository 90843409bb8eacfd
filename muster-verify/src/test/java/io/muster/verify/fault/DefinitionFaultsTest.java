package io.muster.verify.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.HttpPeer;
import io.muster.verify.program.JavaProgram;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Definitions that people edit while the program runs. */
@Needs(Need.PROGRAM)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DefinitionFaultsTest {
    private static final Set<String> UP = Set.of("running");

    private final MusterProcess muster;
    private final HttpPeer peer;

    DefinitionFaultsTest(Program program) {
        this.muster = MusterProcess.start(program, ConfigDirectory.create());
        this.peer = muster.aggregate();
    }

    @AfterAll
    void stop() {
        muster.close();
    }

    @Test
    void a_definition_written_by_hand_takes_effect_and_so_does_its_change() {
        muster.config().server("edited", spec());
        muster.awaitState(peer, "edited", UP);

        muster.config().server("edited", spec().with("toolPrefix", "renamed"));

        muster.until("renamed tool", () -> echo("x_renamed_echo"));
        assertThat(peer.call("x_edited_echo").text()).isEqualTo("Tool execution failed: tool not found: x_edited_echo");
    }

    @Test
    void a_definition_that_is_deleted_by_hand_stops_its_server() throws IOException {
        muster.config().server("deleted", spec());
        muster.awaitState(peer, "deleted", UP);

        Files.delete(file("deleted"));

        muster.until(
                "end of the server", () -> MusterProcess.state(peer, "deleted").isEmpty());
    }

    @Test
    void a_definition_written_in_three_pieces_is_read_when_it_is_whole() throws IOException {
        var whole = ConfigDirectory.definition("pieces", spec());
        var third = whole.length() / 3;
        Files.createDirectories(file("pieces").getParent());

        for (var piece :
                new String[] {whole.substring(0, third), whole.substring(third, 2 * third), whole.substring(2 * third)
                }) {
            Files.writeString(file("pieces"), piece, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        muster.awaitState(peer, "pieces", UP);
        assertThat(muster.log()).doesNotContain("pieces.yaml:");
    }

    @Test
    void a_broken_definition_leaves_the_last_good_one_running_and_is_reported_with_its_place() {
        muster.config().server("broken", spec());
        muster.awaitState(peer, "broken", UP);

        muster.config().file("mcpservers/broken.yaml", """
                apiVersion: muster.giantswarm.io/v1alpha1
                kind: MCPServer
                metadata: {name: broken}
                spec:
                  type: stdio
                  autoStart: perhaps
                """);

        var report = muster.await(
                "report of the broken file",
                () -> muster.log()
                        .lines()
                        .filter(line -> line.contains("broken.yaml"))
                        .findFirst());
        assertThat(report).contains("6", "spec.autoStart");
        assertThat(echo("x_broken_echo")).isTrue();
    }

    @Test
    void a_file_that_is_not_yaml_is_reported_with_line_and_column() {
        muster.config().file("mcpservers/mess.yaml", "kind: MCPServer\nmetadata: {name: [mess\n");

        var report = muster.await(
                "report of the broken file",
                () -> muster.log()
                        .lines()
                        .filter(line -> line.contains("mess.yaml"))
                        .findFirst());
        assertThat(report).containsPattern("mess\\.yaml.*\\b3\\b");
    }

    private boolean echo(String tool) {
        return peer.call(tool, JsonObject.of("message", "here")).text().equals("here");
    }

    private Path file(String name) {
        return muster.config().path().resolve("mcpservers/" + name + ".yaml");
    }

    private static JsonObject spec() {
        var line = JavaProgram.line(Troublemaker.class);
        return JsonObject.of("type", "stdio")
                .with("command", line.getFirst())
                .with("args", JsonArray.ofStrings(line.subList(1, line.size())));
    }
}
