package io.muster.cli.setup.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.cli.setup.SetupFailure;
import io.muster.cli.setup.Surroundings;
import io.muster.cli.setup.connect.Settings.Change;
import io.muster.cli.setup.ide.Ide;
import io.muster.cli.setup.ide.Link;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final Link URL = new Link.Url(URI.create("http://localhost:8090/mcp"));
    private static final Link BRIDGE = new Link.Command("muster", List.of("agent", "--mcp-server"));

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CLAUDE_CODE | {\"mcpServers\":{\"muster\":{\"type\":\"http\",\"url\":\"http://localhost:8090/mcp\"}}}",
                "CURSOR      | {\"mcpServers\":{\"muster\":{\"url\":\"http://localhost:8090/mcp\"}}}",
                "VSCODE      | {\"servers\":{\"muster\":{\"type\":\"http\",\"url\":\"http://localhost:8090/mcp\"}}}",
                "WINDSURF    | {\"mcpServers\":{\"muster\":{\"serverUrl\":\"http://localhost:8090/mcp\"}}}",
                "ZED         | {\"context_servers\":{\"muster\":{\"url\":\"http://localhost:8090/mcp\"}}}",
            })
    void each_program_gets_its_own_form_of_a_url(Ide ide, String expected) throws IOException {
        assertThat(connected(ide, URL)).isEqualToIgnoringWhitespace(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CLAUDE_DESKTOP | {\"mcpServers\":{\"muster\":{\"command\":\"muster\",\"args\":[\"agent\",\"--mcp-server\"]}}}",
                "VSCODE | {\"servers\":{\"muster\":{\"type\":\"stdio\",\"command\":\"muster\",\"args\":[\"agent\",\"--mcp-server\"]}}}",
                "ZED | {\"context_servers\":{\"muster\":{\"source\":\"custom\",\"command\":\"muster\",\"args\":[\"agent\",\"--mcp-server\"]}}}",
            })
    void each_program_gets_its_own_form_of_a_command(Ide ide, String expected) throws IOException {
        assertThat(connected(ide, BRIDGE)).isEqualToIgnoringWhitespace(expected);
    }

    @Test
    void what_a_person_wrote_survives_and_the_old_file_is_kept_with_its_permissions() throws IOException {
        var original = """
                {
                  // servers of mine
                  "mcpServers": {
                    "github": { "url": "https://github.example/mcp",   "headers": {"A": "b"} }, // work
                  },
                }
                """;
        var file = write("mcp.json", original);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        var settings = new Settings(Ide.CURSOR, file);

        var backup = settings.write(settings.connected("muster", URL), "20261121-030000");

        assertThat(backup).contains(directory.resolve("mcp.json.bak-20261121-030000"));
        assertThat(backup.orElseThrow()).hasContent(original);
        assertThat(file).hasContent("""
                {
                  // servers of mine
                  "mcpServers": {
                    "github": { "url": "https://github.example/mcp",   "headers": {"A": "b"} }, // work
                    "muster": {
                      "url": "http://localhost:8090/mcp"
                    },
                  },
                }
                """);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(2);
        }

        settings.write(settings.disconnected("muster"), "20261121-030000");

        assertThat(file).hasContent(original);
        assertThat(directory.resolve("mcp.json.bak-20261121-030000-2")).exists();
    }

    @Test
    void doing_it_twice_changes_nothing() throws IOException {
        var file = directory.resolve("mcp.json");
        var settings = new Settings(Ide.CURSOR, file);
        settings.write(settings.connected("muster", URL), "1");

        var again = settings.connected("muster", URL);

        assertThat(again.kind()).isEqualTo(Change.Kind.UNCHANGED);
        assertThat(settings.write(again, "2")).isEmpty();
        assertThat(settings.connected("muster", BRIDGE).kind()).isEqualTo(Change.Kind.CHANGED);
        assertThat(settings.disconnected("other").kind()).isEqualTo(Change.Kind.UNCHANGED);
        assertThat(directory.resolve("mcp.json.bak-2")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CURSOR   | {~ \"mcpServers\": {~  \"a\": token~ }~} | line 3, column",
                "WINDSURF | {~ // no comments here~}              | line 2, column",
                "ZED      | {~ \"context_servers\": 5~}            | line 2, column",
            })
    void a_broken_file_is_left_as_it_is(Ide ide, String text, String place) throws IOException {
        var file = write("settings.json", text.replace('~', '\n'));

        assertThatThrownBy(() -> new Settings(ide, file).connected("muster", URL))
                .isInstanceOf(SetupFailure.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(place)
                .hasMessageContaining("left as it is")
                .hasMessageNotContaining("token");
        assertThat(file).hasContent(text.replace('~', '\n'));
    }

    @Test
    void a_link_stays_a_link() throws IOException {
        var real = write("dotfiles.json", "{}");
        var link = Files.createSymbolicLink(directory.resolve("mcp.json"), real);
        var settings = new Settings(Ide.CURSOR, link);

        settings.write(settings.connected("muster", URL), "1");

        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(real)).contains("muster");
    }

    @Test
    void general_settings_of_vs_code_have_the_servers_elsewhere() throws IOException {
        var nested = write("settings.json", "{\"mcp\":{}}");
        var dotted = write("other.json", "{\"mcp.servers\":{}}");

        assertThat(new Settings(Ide.VSCODE, nested)
                        .connected("muster", URL)
                        .text()
                        .orElseThrow())
                .startsWith("{\"mcp\":{\"servers\":");
        assertThat(new Settings(Ide.VSCODE, dotted)
                        .connected("muster", URL)
                        .text()
                        .orElseThrow())
                .startsWith("{\"mcp.servers\":{\"muster\":");
    }

    @ParameterizedTest
    @CsvSource({
        "CLAUDE_DESKTOP, LINUX, .config/Claude/claude_desktop_config.json",
        "CLAUDE_DESKTOP, MAC, Library/Application Support/Claude/claude_desktop_config.json",
        "CLAUDE_DESKTOP, WINDOWS, AppData/Roaming/Claude/claude_desktop_config.json",
        "CLAUDE_CODE, LINUX, .claude.json",
        "CURSOR, LINUX, .cursor/mcp.json",
        "VSCODE, LINUX, .config/Code/User/mcp.json",
        "VSCODE, MAC, Library/Application Support/Code/User/mcp.json",
        "WINDSURF, LINUX, .codeium/windsurf/mcp_config.json",
        "ZED, MAC, .config/zed/settings.json",
        "ZED, WINDOWS, AppData/Roaming/Zed/settings.json",
    })
    void each_program_keeps_its_settings_in_its_place(Ide ide, Surroundings.Platform platform, String path) {
        var around = new Surroundings(directory, directory, platform, Map.of());

        assertThat(ide.settings(around)).isEqualTo(directory.resolve(path));
    }

    private String connected(Ide ide, Link link) throws IOException {
        var file = directory.resolve("new").resolve("settings-of-" + ide.word() + ".json");
        var settings = new Settings(ide, file);
        assertThat(settings.write(settings.connected("muster", link), "1")).isEmpty();
        return Files.readString(file);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
