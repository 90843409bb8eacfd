package io.muster.cli.setup.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.cli.setup.FakeInstallation;
import io.muster.cli.setup.Surroundings;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntakeTest {
    private static final String OWN = "http://localhost:8090/mcp";

    @TempDir
    Path home;

    private FakeInstallation installation;
    private Surroundings around;

    @BeforeEach
    void set_up() {
        installation = new FakeInstallation(home.resolve("muster"));
        around = new Surroundings(
                home,
                home.resolve("project"),
                Surroundings.Platform.LINUX,
                Map.of("FIGMA_TOKEN", "secret-figma", "GITHUB_TOKEN", "secret-github"));
    }

    @Test
    void claude_desktop() throws IOException {
        var report = imported(file("claude_desktop_config.json", "claude_desktop_config.json"));

        assertThat(installation.specs).containsOnlyKeys("filesystem", "brave-search");
        assertThat(spec("brave-search")).isEqualTo(Json.parseObject("""
                {"type":"stdio","autoStart":true,"command":"npx","args":["-y","@modelcontextprotocol/server-brave-search"],
                 "env":{"BRAVE_API_KEY":"secret-brave"}}"""));
        assertThat(report)
                .contains("imported: Brave Search as brave-search  (Claude Desktop, ~/claude_desktop_config.json:7)")
                .contains("not imported: muster")
                .contains("is Muster itself")
                .contains("Imported 2 of 3 servers into ~/muster/mcpservers");
    }

    @Test
    void claude_code_with_its_projects() throws IOException {
        var report = imported(file("claude.json", ".claude.json"));

        assertThat(installation.specs).containsOnlyKeys("sentry", "database");
        assertThat(spec("sentry").text("type")).contains("streamable-http");
        assertThat(spec("sentry").object("headers").orElseThrow().text("Authorization"))
                .contains("Bearer secret-sentry");
        assertThat(spec("database").text("command")).contains("dbhub");
        assertThat(report).contains("not imported: live").contains("the transport ws is not supported");
    }

    @Test
    void cursor_with_comments_and_trailing_commas() throws IOException {
        var report = imported(file("cursor.json", ".cursor/mcp.json"));

        assertThat(installation.specs).containsOnlyKeys("github", "linear");
        assertThat(spec("github").has("env")).isFalse();
        assertThat(spec("linear").text("type")).contains("sse");
        assertThat(report)
                .contains("takes GITHUB_TOKEN from the environment of the server")
                .contains("not imported: workspace")
                .contains("uses ${workspaceFolder}, which only its program knows");
    }

    @Test
    void vs_code_with_inputs() throws IOException {
        var report = imported(file("vscode.json", ".vscode/mcp.json"));

        assertThat(installation.specs).containsOnlyKeys("playwright", "docs", "files");
        assertThat(report)
                .contains("not imported: perplexity")
                .contains("asks for the input 'key'")
                .contains("'envFile' is not carried over");
    }

    @Test
    void vs_code_settings() throws IOException {
        imported(file("vscode-settings.json", "Code/User/settings.json"));

        assertThat(installation.specs).containsOnlyKeys("time");
    }

    @Test
    void windsurf() throws IOException {
        var report = imported(file("windsurf.json", "mcp_config.json"));

        assertThat(installation.specs).containsOnlyKeys("figma", "tools");
        assertThat(spec("figma").object("headers").orElseThrow().text("Authorization"))
                .contains("Bearer secret-figma");
        assertThat(report).contains("is switched off there").contains("'disabledTools' is not carried over");
    }

    @Test
    void zed() throws IOException {
        var report = imported(file("zed.json", "zed/settings.json"));

        assertThat(installation.specs).containsOnlyKeys("local", "nested", "remote");
        assertThat(spec("nested").text("command")).contains("nested-mcp");
        assertThat(spec("nested").object("env").orElseThrow().text("TOKEN")).contains("secret-nested");
        assertThat(report).contains("is started by an extension");
    }

    @Test
    void a_catalogue_of_docker() throws IOException {
        file("docker-config.yaml", "config.yaml");

        var report = imported(file("docker-catalog.yaml", "catalogs/docker-mcp.yaml"));

        assertThat(installation.specs).containsOnlyKeys("duckduckgo", "github", "filesystem", "cloud");
        assertThat(spec("filesystem").array("args").orElseThrow())
                .hasToString("[\"run\",\"-i\",\"--rm\",\"-v\",\"/srv/a:/srv/a\",\"-v\",\"/srv/b:/srv/b\","
                        + "\"mcp/filesystem\",\"/srv/a\",\"/srv/b\"]");
        assertThat(report)
                .contains("needs the environment variable GITHUB_PERSONAL_ACCESS_TOKEN")
                .contains("its setting atlassian.jira.url is not in config.yaml");
    }

    @Test
    void settings_are_found_where_programs_keep_them_and_only_what_docker_has_switched_on() throws IOException {
        file("docker-catalog.yaml", ".docker/mcp/catalogs/docker-mcp.yaml");
        file("docker-config.yaml", ".docker/mcp/config.yaml");
        file("docker-registry.yaml", ".docker/mcp/registry.yaml");
        file("cursor.json", ".cursor/mcp.json");
        file("vscode.json", "project/.vscode/mcp.json");
        file("windsurf.json", ".codeium/windsurf/mcp_config.json");
        file("zed.json", ".config/zed/settings.json");
        file("claude_desktop_config.json", ".config/Claude/claude_desktop_config.json");

        var report = imported();

        assertThat(installation.specs)
                .containsKeys("linear", "docs", "figma", "local", "brave-search", "filesystem", "filesystem-2")
                .doesNotContainKey("duckduckgo");
        assertThat(report)
                .contains("no catalogue beside this file describes it")
                .contains("another server is called filesystem");
    }

    @Test
    void a_dry_run_shows_definitions_without_secrets_and_writes_nothing() throws IOException {
        List<Path> files = List.of(
                file("claude_desktop_config.json", "claude_desktop_config.json"),
                file("claude.json", ".claude.json"),
                file("vscode.json", ".vscode/mcp.json"),
                file("windsurf.json", "mcp_config.json"),
                file("zed.json", "zed/settings.json"));

        var report = new Intake(installation, around, OWN).run(files, true);

        assertThat(installation.specs).isEmpty();
        assertThat(printed(report))
                .contains("would import: sentry", "| type: streamable-http", "| url: https://mcp.sentry.dev/mcp")
                .contains("BRAVE_API_KEY")
                .doesNotContain("secret-");
        assertThat(Json.text(report.json(), JsonFormat.INDENTED))
                .contains("BRAVE_API_KEY")
                .doesNotContain("secret-");
    }

    @Test
    void what_is_there_already_is_skipped_and_another_server_gets_a_number() throws IOException {
        var first = write("a.json", "{\"mcpServers\":{\"Git Hub\":{\"command\":\"one\"}}}");
        var second =
                write("b.json", "{\"mcpServers\":{\"git-hub\":{\"command\":\"two\"},\"x\":{\"command\":\"one\"}}}");

        imported(first, second);
        var again = imported(first, second);

        assertThat(installation.specs).containsOnlyKeys("git-hub", "git-hub-2", "x");
        assertThat(spec("git-hub-2").text("command")).contains("two");
        assertThat(again)
                .contains("already there: Git Hub as git-hub", "already there: git-hub as git-hub-2")
                .contains("Imported 0 of 3");
    }

    @Test
    void a_broken_file_is_told_with_its_place_and_does_not_stop_the_others() throws IOException {
        var broken = write("broken.json", "{\n  \"mcpServers\": { \"a\": { \"env\": { \"K\": secret } } }\n}");
        var strict = write(".mcp.json", "{ // no\n}");
        var good = write("good.json", "{\"mcpServers\":{\"a\":{\"command\":\"one\"}}}");

        var report =
                new Intake(installation, around, OWN).run(List.of(broken, strict, good, Path.of("none.json")), false);

        assertThat(report.isComplete()).isFalse();
        assertThat(installation.specs).containsOnlyKeys("a");
        assertThat(printed(report))
                .contains("broken: ~/broken.json:2:")
                .contains("broken: ~/.mcp.json:1:")
                .contains("may have neither comments nor trailing commas")
                .contains("broken: ~/project/none.json: there is no such file")
                .doesNotContain("secret");
        assertThat(broken).hasContent("{\n  \"mcpServers\": { \"a\": { \"env\": { \"K\": secret } } }\n}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5                                    | is not an object",
                "{\"url\":\"http://localhost:8090/mcp\"} | is Muster itself",
                "{}                                   | has neither a command nor a URL",
                "{\"type\":\"http\",\"command\":\"x\"}    | has no url, which its type needs",
                "{\"type\":\"stdio\",\"url\":\"http://x\"} | has no command, which its type needs",
                "{\"command\":\"x\",\"args\":[{}]}       | 'args' holds something that is no text",
                "{\"command\":\"${env:NOT_SET}\"}       | needs the environment variable NOT_SET, which is not set",
                "{\"command\":\"${command:x.y}\"}       | uses ${command:…}, which only its program knows",
                "{\"url\":\"bad\"}                      | 'url' must be a URL",
                "{\"serverUrl\":\"bad\"}                | 'serverUrl' must be a URL",
                "{\"command\":\"x\",\"enabled\":false}   | is switched off there",
            })
    void what_cannot_be_taken_over_is_listed_with_the_reason(String entry, String reason) throws IOException {
        var report = imported(write("some.json", "{\"mcpServers\":{\"x\":" + entry + "}}"));

        assertThat(installation.specs).isEmpty();
        assertThat(report).contains("not imported: x").contains(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GitHub            | github",
                "My Server!        | my-server",
                "@scope/pkg_name   | scope-pkg-name",
                "---               | server",
                "ünïcode           | n-code",
                "a..b              | a-b",
            })
    void a_name_becomes_a_label(String name, String label) {
        assertThat(Names.label(name)).isEqualTo(label);
    }

    @Test
    void a_long_name_is_cut_and_still_gets_its_number() {
        var names = new Names(List.of());
        var one = JsonObject.of("command", "1");
        var two = JsonObject.of("command", "2");

        assertThat(names.place("x".repeat(80), one).name()).isEqualTo("x".repeat(63));
        assertThat(names.place("x".repeat(80), two).name()).isEqualTo("x".repeat(61) + "-2");
        assertThat(names.place("x".repeat(80), two)).isInstanceOf(Names.Same.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--api-key | sk-1234                         | ***",
                "--token   | abc                             | ***",
                "-y        | @scope/server                   | @scope/server",
                "''        | --api-key=abc                   | --api-key=***",
                "-e        | GITHUB_TOKEN=abc                | GITHUB_TOKEN=***",
                "-e        | GITHUB_TOKEN                    | GITHUB_TOKEN",
                "--header  | X-Any: abc                      | X-Any: ***",
                "--dsn     | postgres://u:p@db/x             | postgres://***@db/x",
                "''        | https://x.example/mcp?key=abc   | https://x.example/mcp?***",
                "''        | ghp_0123456789abcdef            | ***",
                "''        | 0123456789abcdef0123456789abcdef | ***",
                "--port    | 8080                            | 8080",
                "''        | --mode=fast                     | --mode=fast",
            })
    void an_argument_that_may_be_a_secret_is_not_shown(String before, String argument, String shown) {
        assertThat(Masked.argument(before, argument)).isEqualTo(shown);
    }

    private JsonObject spec(String name) {
        return Objects.requireNonNull(installation.specs.get(name), name);
    }

    private String imported(Path... files) {
        return printed(new Intake(installation, around, OWN).run(List.of(files), false));
    }

    private static String printed(IntakeReport report) {
        var text = new StringWriter();
        report.print(new PrintWriter(text, true));
        return text.toString();
    }

    private Path file(String resource, String path) throws IOException {
        try (var in = Objects.requireNonNull(IntakeTest.class.getResourceAsStream(resource))) {
            return write(path, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private Path write(String path, String text) throws IOException {
        var file = home.resolve(path);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return Files.writeString(file, text);
    }
}
