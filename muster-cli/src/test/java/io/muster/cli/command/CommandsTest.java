package io.muster.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.cli.client.FakeEndpoint;
import io.muster.testkit.ClosedPort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final RecordingProgram program = new RecordingProgram();
    private final Commands commands = new Commands(program, new PrintWriter(out), new PrintWriter(err));

    @Test
    void serve_hands_its_flags_to_the_program() {
        var code = commands.run(
                "serve", "--config-path", "/etc/muster", "--debug", "--yolo", "--oauth-server-base-url", "https://m");

        assertThat(code).isZero();
        assertThat(program.served())
                .containsExactly(new ServeOptions(
                        Optional.of(Path.of("/etc/muster")),
                        true,
                        false,
                        true,
                        Optional.empty(),
                        new ServeOptions.OAuthFlags(
                                false, Optional.empty(), Optional.empty(), false, Optional.of("https://m"))));
    }

    @Test
    void the_deprecated_flag_is_accepted_with_a_notice() {
        assertThat(commands.run("serve", "--enable-events")).isZero();

        assertThat(err.toString()).contains("deprecated");
        assertThat(program.served()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "srve,             'Error: unknown command \"srve\" for \"muster\" (did you mean \"serve\"?)'",
        "serve --debugg,   'Error: unknown flag: --debugg (did you mean \"--debug\"?)'",
        "serve now,        'Error: unexpected argument \"now\" for \"muster serve\"'",
        "agent --transport avian --endpoint http://localhost/mcp, 'Error: unsupported transport: avian (supported: '",
        "agent --repl --mcp-server, 'Error: --repl and --mcp-server cannot be used together'",
        "agent --auth later, 'Error: invalid auth mode \"later\": must be one of '",
        "agent --mcp-server --timeout soon --endpoint http://localhost/mcp, 'Error: invalid --timeout \"soon\"'",
        "standalone --config-path /etc/muster --silent --timeout 5m, 'Error: port 8090 is taken'",
        "standalone --repl, 'Error: standard input and output belong to the IDE here'",
        "test --mock-mcp-server, 'Error: --mock-config is required when using --mock-mcp-server'",
        "version -o xml,   'Error: unsupported output format: \"xml\" (valid: text, json)'",
    })
    void a_wrong_command_line_is_one_sentence_and_exit_code_1(String line, String message) {
        assertThat(commands.run(line.trim().split(" +", -1))).isEqualTo(1);

        assertThat(err.toString()).startsWith(message).hasLineCount(1);
        assertThat(program.served()).isEmpty();
    }

    @Test
    void a_failure_of_the_program_is_told_without_a_stack_trace() {
        program.fail(new CommandFailure("port 8090 is taken"));

        assertThat(commands.run("serve")).isEqualTo(1);

        assertThat(err.toString()).isEqualTo("Error: port 8090 is taken" + System.lineSeparator());
    }

    @Test
    void the_short_flag_prints_one_line() {
        assertThat(commands.run("--version")).isZero();

        assertThat(out.toString()).isEqualTo("muster version 1.2.3\n");
    }

    @Test
    void without_a_command_the_help_names_every_command() {
        assertThat(commands.run()).isZero();

        assertThat(out.toString()).contains("serve", "version", "test", "help");
    }

    @Test
    void every_command_explains_itself() {
        assertThat(commands.run("serve", "--help")).isZero();

        assertThat(out.toString()).contains("--config-path", "--extra-ca-file", "--help");
    }

    @Test
    void help_of_commands_fits_into_80_columns() {
        CommandTable.names().stream()
                .filter(name -> !name.equals("help"))
                .forEach(name -> assertThat(commands.run(name, "--help")).isZero());

        assertThat(out.toString().lines().filter(line -> line.length() > 80)).isEmpty();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void version_tells_when_no_server_runs() throws IOException {
        try (var closed = ClosedPort.open()) {
            assertThat(commands.run("version", "--endpoint", "http://" + closed.authority() + "/mcp"))
                    .isZero();
        }

        assertThat(out.toString())
                .contains("muster version 1.2.3", "  commit: abc", "  built:  today", "Server: (not running)");
    }

    @Test
    void version_tells_who_serves() {
        try (var server = new FakeEndpoint()) {
            assertThat(commands.run("version", "--endpoint", server.url())).isZero();
        }

        assertThat(out.toString()).contains("Server: 9.9.9 (muster-aggregator)");
    }
}
