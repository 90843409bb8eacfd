package io.muster.verify.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.JavaProgram;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** A definition that the disk has no room for. */
@Needs(Need.PROGRAM)
class FullDiskTest {
    private static final String TOO_LONG = "x".repeat(100_000);

    @Test
    void a_definition_that_cannot_be_written_leaves_the_old_file_whole_and_its_server_running(Program program)
            throws IOException {
        var config = ConfigDirectory.create().stdio("kept", JavaProgram.line(Troublemaker.class));
        var definitions = config.path().resolve("mcpservers");
        var before = Files.readString(definitions.resolve("kept.yaml"));
        try (var muster = MusterProcess.startOnFullDisk(program, config).awaitServers("kept")) {
            var peer = muster.aggregate();

            var update = peer.call(
                    "core_mcpserver_update", JsonObject.of("name", "kept").with("description", TOO_LONG));
            var creation = peer.call(
                    "core_mcpserver_create",
                    JsonObject.of("name", "added")
                            .with("type", "stdio")
                            .with("command", "true")
                            .with("description", TOO_LONG));

            assertThat(update.isError()).isTrue();
            assertThat(update.text()).contains("kept");
            assertThat(creation.isError()).isTrue();
            assertThat(creation.text()).contains("added");
            assertThat(definitions.resolve("kept.yaml")).hasContent(before);
            try (var files = Files.list(definitions)) {
                assertThat(files.map(file -> file.getFileName().toString())).containsExactly("kept.yaml");
            }
            assertThat(peer.call("x_kept_echo", JsonObject.of("message", "here"))
                            .text())
                    .isEqualTo("here");

            var shorter = peer.call(
                    "core_mcpserver_update", JsonObject.of("name", "kept").with("description", "fits"));

            assertThat(shorter.isError()).isFalse();
            assertThat(definitions.resolve("kept.yaml")).content().contains("fits");
        }
    }
}
