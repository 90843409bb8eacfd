package io.muster.verify.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Command;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.verify.toolchain.Tmux;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code muster agent --repl}, typed at and looked at in a terminal. */
@Needs({Need.PROGRAM, Need.TMUX})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplTerminalTest {
    private static final String MOCK = """
            tools:
              - name: bake
                description: Bakes something
                input_schema:
                  type: object
                  properties:
                    what: {type: string, enum: [bread, cake]}
                  required: [what]
                responses:
                  - response: "one {{ what }}"
              - name: rise
                description: Takes its time
                responses:
                  - response: "risen"
                    delay: 120s
              - name: burn
                description: Says what terminals obey
                responses:
                  - response: "before \\e[2J\\e[31m\\e]0;owned\\a after"
            """;

    private final Program program;
    private final Tmux tmux;
    private final MusterProcess muster;

    @TempDir
    Path home;

    ReplTerminalTest(Program program, Tmux tmux) {
        this.program = program;
        this.tmux = tmux;
        var config = ConfigDirectory.create().file("kitchen.yaml", MOCK);
        var mock = program.command(
                "test",
                "--mock-mcp-server",
                "--mock-config",
                config.path().resolve("kitchen.yaml").toString());
        this.muster = MusterProcess.start(program, config.stdio("kitchen", mock.line(), mock.environment()))
                .awaitServers("kitchen");
    }

    @AfterAll
    void stop() {
        muster.close();
    }

    @Test
    void a_tool_is_completed_and_called() throws IOException {
        try (var pane = session(80)) {
            pane.type("list tools").press("Enter").await("x_kitchen_rise").awaitLastLine("𝗺 »");
            pane.type("call x_kitchen_ba").pressUntil("Tab", "𝗺 » call x_kitchen_bake");
            pane.type("what=br").pressUntil("Tab", "𝗺 » call x_kitchen_bake what=bread");
            pane.press("Enter").await("one bread").awaitLastLine("𝗺 »");

            pane.press("Up").awaitLastLine("𝗺 » call x_kitchen_bake what=bread");
            pane.press("C-c").awaitLastLine("𝗺 »");
            pane.press("C-d").await("LEFT 0");
        }
        assertThat(Files.readString(home.resolve(".config/muster/.state/repl_history")))
                .contains("call x_kitchen_bake what=bread");
    }

    @Test
    void what_happens_meanwhile_does_not_tear_the_line_being_typed() {
        try (var pane = session(80)) {
            pane.type("list tools").press("Enter").await("x_kitchen_rise").awaitLastLine("𝗺 »");
            pane.type("call x_kitchen_").awaitLastLine("𝗺 » call x_kitchen_");

            muster.aggregate().call("core_service_restart", JsonObject.of("name", "kitchen"));

            pane.await("+ Added: x_kitchen_bake").awaitLastLine("𝗺 » call x_kitchen_");
            pane.type("bake what=cake").press("Enter").await("one cake");
        }
    }

    @Test
    void ctrl_c_cancels_the_call_and_then_says_how_to_leave() {
        try (var pane = session(80)) {
            pane.type("call x_kitchen_rise").press("Enter").await("Executing tool: x_kitchen_rise...");
            pane.press("C-c").await("Cancelled.").awaitLastLine("𝗺 »");
            pane.press("C-c").await("To leave, press Ctrl-D or type exit.");
            pane.type("exit").press("Enter").await("LEFT 0");
        }
    }

    @Test
    void no_result_can_command_a_narrow_terminal() {
        try (var pane = session(40)) {
            pane.type("call x_kitchen_burn").press("Enter").await("before [2J[31m]0;owned after");
            assertThat(pane.screen()).contains("» call x_kitchen_burn");

            pane.type("help").press("Enter").await("help <command> says more.");
            assertThat(pane.screen().lines().map(String::strip)).contains("call, or clear the");
        }
    }

    @Test
    void a_terminal_that_can_nothing_is_enough() {
        try (var pane = session(80, Map.of("TERM", "dumb"), "m >")) {
            pane.type("call x_kitchen_bake what=cake").press("Enter").await("one cake");
            pane.type("exit").press("Enter").await("LEFT 0");
        }
    }

    @Test
    void a_killed_session_leaves_the_terminal_as_it_was() {
        try (var pane = session(80)) {
            pane.type("half a li").awaitLastLine("𝗺 » half a li");

            var session = ProcessHandle.allProcesses()
                    .filter(process -> process.info()
                            .arguments()
                            .filter(words -> List.of(words).contains(endpoint())
                                    && List.of(words).contains("--repl"))
                            .isPresent())
                    .filter(process -> process.info()
                            .command()
                            .filter(name -> name.endsWith("java"))
                            .isPresent())
                    .max(Comparator.comparing(
                            process -> process.info().startInstant().orElse(Instant.MIN)))
                    .orElseThrow();
            session.destroy();

            pane.await("LEFT 0");
        }
    }

    private String endpoint() {
        return muster.url("/mcp").toString();
    }

    private Tmux.Pane session(int columns) {
        return session(columns, Map.of(), "𝗺 »");
    }

    /** A session in a shell, which says at the end how many settings of the terminal are not as they should be. */
    private Tmux.Pane session(int columns, Map<String, String> environment, String prompt) {
        var repl = program.command("agent", "--repl", "--endpoint", endpoint());
        var line = "trap : INT; " + String.join(" ", repl.line())
                + "; echo LEFT $(stty -a | tr ' ;' '\\n\\n' | grep -c -x -e -echo -e -icanon -e -isig); read -r end";
        var variables = new StringBuilder();
        environment.forEach((name, value) ->
                variables.append(name).append('=').append(value).append(' '));
        var shell = new Command(
                        List.of("env " + variables + "sh -c '" + line.replace("'", "'\\''") + "'"),
                        home,
                        repl.environment())
                .env("HOME", home.toString())
                .env("LC_ALL", "C.UTF-8");
        var pane = tmux.run(shell, columns, 40);
        pane.await(prompt);
        return pane;
    }
}
