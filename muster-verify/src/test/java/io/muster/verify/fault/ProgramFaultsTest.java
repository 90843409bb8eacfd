package io.muster.verify.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.HttpPeer;
import io.muster.verify.program.JavaProgram;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.program.ToolAnswer;
import io.muster.verify.toolchain.Command;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The beginning and the end of the process. */
@Needs(Need.PROGRAM)
class ProgramFaultsTest {
    private static final Duration SHORT = Duration.ofSeconds(90);

    @Test
    void a_signal_under_load_lets_calls_end_and_leaves_no_child(Program program) throws Exception {
        var config = ConfigDirectory.create()
                .stdio("one", JavaProgram.line(Troublemaker.class))
                .stdio("two", JavaProgram.line(Troublemaker.class));
        try (var muster = MusterProcess.start(program, config).awaitServers("one", "two")) {
            var peer = muster.aggregate();
            var calls = IntStream.range(0, 50)
                    .mapToObj(number -> "x_" + (number % 2 == 0 ? "one" : "two") + "_slow")
                    .map(tool -> CompletableFuture.supplyAsync(
                            () -> peer.call(tool, JsonObject.EMPTY.with("millis", 1500)), Thread::startVirtualThread))
                    .toList();
            var children = muster.children();
            muster.until("calls in the children", () -> slowed(peer, "one") == 25 && slowed(peer, "two") == 25);

            muster.terminate();

            for (var call : calls) {
                assertThat(call.get(60, TimeUnit.SECONDS))
                        .extracting(ToolAnswer::text)
                        .isEqualTo("slow but sure");
            }
            assertThat(muster.awaitExit()).isZero();
            assertThat(children).hasSize(2).noneMatch(ProcessHandle::isAlive);
        }
    }

    private static int slowed(HttpPeer peer, String server) {
        return Integer.parseInt(peer.call("x_" + server + "_slowed").text());
    }

    @Test
    void a_port_that_is_taken_is_one_line_and_exit_code_one(Program program) throws IOException {
        var config = ConfigDirectory.create();
        try (var _ = new ServerSocket(config.port(), 1, InetAddress.getLoopbackAddress())) {
            var ended = serve(program, config);

            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(errors(ended)).contains(Integer.toString(config.port())).doesNotContain("\tat ");
            assertThat(errors(ended).lines()).hasSize(1);
        } finally {
            config.delete();
        }
    }

    @Test
    void a_broken_configuration_is_told_with_file_line_and_column_and_exit_code_one(Program program) {
        var config = ConfigDirectory.create().file("config.yaml", "aggregator:\n  port: 8090\n  host: [localhost\n");

        var ended = serve(program, config);
        config.delete();

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(errors(ended).lines()).hasSize(1);
        assertThat(errors(ended))
                .contains("config.yaml")
                .containsPattern("\\b4\\b")
                .doesNotContain("\tat ");
    }

    @Test
    void a_configuration_of_the_wrong_type_is_told_with_its_field(Program program) {
        var config = ConfigDirectory.create().file("config.yaml", "aggregator:\n  port: many\n");

        var ended = serve(program, config);
        config.delete();

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(errors(ended)).contains("config.yaml", "aggregator.port");
    }

    private static Command.Completed serve(Program program, ConfigDirectory config) {
        return program.command("serve", "--config-path", config.path().toString())
                .run(SHORT);
    }

    private static String errors(Command.Completed ended) {
        return ended.errors().strip();
    }
}
