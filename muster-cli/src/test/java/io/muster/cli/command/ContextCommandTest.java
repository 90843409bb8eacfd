package io.muster.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContextCommandTest {
    @TempDir
    private Path home;

    private Terminal terminal;

    @BeforeEach
    void begin() {
        terminal = new Terminal(home);
    }

    private Path file() {
        return home.resolve(".config/muster/contexts.yaml");
    }

    private void write(String text) throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), text);
    }

    @Test
    void a_context_is_added_used_renamed_and_deleted() throws IOException {
        assertThat(run("context add prod --endpoint https://p/mcp --use"))
                .isEqualTo("Context \"prod\" added.\nSwitched to context \"prod\"\n");
        assertThat(run("context add dev --endpoint http://localhost:1/mcp"))
                .isEqualTo("Context \"dev\" added.\nTo use it, run: muster context use dev\n");
        assertThat(run("context list")).isEqualTo("""
                CURRENT  NAME  ENDPOINT
                *        prod  https://p/mcp
                         dev   http://localhost:1/mcp
                """);
        assertThat(run("context rename prod live")).isEqualTo("Context \"prod\" renamed to \"live\".\n");
        assertThat(run("context current")).isEqualTo("live\n");
        assertThat(run("context switch dev")).isEqualTo("Switched to context \"dev\"\n");
        assertThat(run("context set dev --endpoint http://localhost:2/mcp")).isEqualTo("Context \"dev\" updated.\n");
        assertThat(run("context rm dev -f")).isEqualTo("""
                Context "dev" deleted.
                Note: This was the current context. Current context is now unset.
                """);
        assertThat(Files.readString(file())).isEqualTo("""
                contexts:
                  - name: live
                    endpoint: https://p/mcp
                """);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void comments_settings_and_unknown_keys_survive_a_change() throws IOException {
        write("""
                # mine
                current-context: prod
                contexts:
                  - name: prod # the real one
                    endpoint: https://p/mcp
                    settings:
                      output: json
                    color: red
                """);

        run("context update prod --endpoint https://q/mcp");

        assertThat(Files.readString(file())).isEqualTo("""
                # mine
                current-context: prod
                contexts:
                  - name: prod # the real one
                    endpoint: https://q/mcp
                    settings:
                      output: json
                    color: red
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "context use prdo               | context \"prdo\" not found (did you mean \"prod\"?). Use 'muster context list' to see available contexts",
                "context use other              | context \"other\" not found. Use 'muster context list' to see available contexts",
                "context add prod --endpoint http://x/mcp | failed to add context: context \"prod\" already exists",
                "context add Prod --endpoint http://x/mcp | context name must contain only lowercase letters, numbers, and hyphens, and must start and end with an alphanumeric character",
                "context add new --endpoint x   | invalid endpoint \"x\": must be a URL such as http://localhost:8090/mcp",
                "context rename dev prod        | context \"prod\" already exists",
                "context rename nope x          | context \"nope\" not found",
                "context delete nope            | context \"nope\" not found",
                "context update nope --endpoint http://x/mcp | context \"nope\" not found. Use 'muster context add' to create a new context",
                "context show prod -o xml       | unsupported output format: \"xml\" (valid: text, json, yaml)",
                "context lst                    | unknown command \"lst\" for \"muster context\" (did you mean \"list\"?)",
            })
    void mistakes_are_one_sentence_and_change_nothing(String line, String message) throws IOException {
        var text = "contexts:\n  - {name: prod, endpoint: 'http://p/mcp'}\n  - {name: dev, endpoint: 'http://d/mcp'}\n";
        write(text);

        assertThat(terminal.run(line.strip().split(" +", -1))).isEqualTo(1);

        assertThat(terminal.err().strip().lines()).singleElement().asString().startsWith("Error: " + message);
        assertThat(Files.readString(file())).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "contexts: [              | contexts.yaml line 1, column",
                "contexts: nothing        | contexts.yaml line 1, column 1: contexts must be a list",
                "contexts: [{endpoint: x}]| contexts.yaml line 1, column 12: a context must have a name and an endpoint",
                "- a                      | contexts.yaml line 1, column 1: must be a mapping of keys to values",
            })
    void a_broken_file_is_left_as_it_is_and_its_fault_is_placed(String text, String message) throws IOException {
        write(text);

        assertThat(terminal.run("context", "add", "new", "--endpoint", "http://x/mcp"))
                .isEqualTo(1);

        assertThat(terminal.err()).contains(message);
        assertThat(Files.readString(file())).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"y, deleted", "YES, deleted", "'', Aborted", "n, Aborted"})
    void deleting_asks_first(String answer, String outcome) throws IOException {
        write("contexts:\n  - {name: prod, endpoint: 'http://p/mcp'}\n");

        assertThat(terminal.typing(answer + "\n").run("context", "delete", "prod"))
                .isZero();

        assertThat(terminal.out()).contains("[y/N] ").contains(outcome);
    }

    @Test
    void show_has_a_form_for_people_and_two_for_programs() throws IOException {
        write(
                "current-context: prod\ncontexts:\n  - {name: prod, endpoint: 'http://p/mcp', settings: {output: json}}\n");

        assertThat(run("context show prod")).isEqualTo("""
                Name:      prod
                Endpoint:  http://p/mcp
                Current:   yes
                Settings:
                  output: json
                """);
        assertThat(run("context describe prod -o json")).isEqualTo("""
                {
                  "name": "prod",
                  "endpoint": "http://p/mcp",
                  "current": true,
                  "settings": {
                    "output": "json"
                  }
                }
                """);
        assertThat(run("context get prod -o yaml")).isEqualTo("""
                name: prod
                endpoint: http://p/mcp
                current: true
                settings:
                  output: json
                """);
    }

    @Test
    void quiet_says_nothing_but_results() {
        assertThat(run("context add prod --endpoint http://p/mcp -q")).isEmpty();
        assertThat(run("context current -q")).isEmpty();
        assertThat(run("context -q list")).contains("prod");
    }

    private String run(String line) {
        assertThat(terminal.run(line.split(" ", -1))).as(line + terminal.err()).isZero();
        return terminal.out();
    }
}
