package io.muster.verify.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Command;
import io.muster.verify.toolchain.Download;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program out of the archive, as a stranger runs it: without JDK, variables, or anything of this build. */
@Needs(Need.DOWNLOAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DownloadProgramTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Path directory;
    private final Path home;
    private final Program program;
    private final Map<Path, String> unpacked;

    DownloadProgramTest(Download download, @TempDir Path directory) throws IOException {
        // Blanks in paths are what scripts stumble over.
        this.directory = Files.createDirectory(directory.resolve("a directory"));
        this.home = download.unpack(this.directory);
        this.program = Download.program(home);
        this.unpacked = content();
    }

    @AfterAll
    void nothing_was_written_to_the_installation() throws IOException {
        assertThat(content()).isEqualTo(unpacked);
    }

    @ParameterizedTest
    @CsvSource({
        "--version, muster version ",
        "--help, 'Usage: muster COMMAND'",
        "version, 'Server: '",
        "list --help, 'Usage: muster list'",
        "serve --help, 'Usage: muster serve'",
        "doctor --help, 'Usage: muster doctor'",
        "completion bash, complete -o default",
    })
    void commands_run_without_a_jdk(String line, String shown) {
        var ended = program.command(line.split(" ", -1)).run(LIMIT);

        assertThat(ended.output()).contains(shown);
        assertThat(ended.errors()).isEmpty();
        assertThat(ended.exitCode()).isZero();
    }

    @Test
    void a_failing_command_says_so_in_its_exit_code() {
        assertThat(program.command("no-such-command").run(LIMIT).exitCode()).isEqualTo(1);
    }

    @Test
    void every_command_of_the_help_is_there_with_the_class_path_of_its_kind() {
        var help = program.command("--help").run(LIMIT).output();
        var names = help.lines()
                .filter(line -> line.matches("  [a-z][a-z-]+ +[A-Z].*"))
                .map(line -> line.strip().split(" ", 2)[0])
                .filter(name -> !name.equals("help"))
                .toList();

        assertThat(names)
                .contains("serve", "doctor", "agent", "list")
                .allSatisfy(name -> assertThat(program.command(name, "--help").run(LIMIT))
                        .satisfies(ended -> assertThat(ended.output()).contains("Usage: muster " + name))
                        .satisfies(ended -> assertThat(ended.errors()).isEmpty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "serve"})
    void the_start_up_caches_are_used(String command) {
        var strict = new Command(
                List.of(program.launcher().getLast(), command, "--help"),
                directory,
                Map.of("MUSTER_JAVA_OPTS", "-XX:AOTMode=on"));

        assertThat(strict.run(LIMIT).exitCode()).isZero();
    }

    @Test
    void without_caches_everything_works_all_the_same() {
        var slow = new Command(
                List.of(program.launcher().getLast(), "list", "--help"),
                directory,
                Map.of("MUSTER_JAVA_OPTS", "-XX:AOTMode=off"));

        assertThat(slow.run(LIMIT).exitCode()).isZero();
    }

    @Test
    void it_is_found_through_links_from_anywhere() throws IOException {
        var absolute = Files.createSymbolicLink(directory.resolve("absolute"), home.resolve("bin/muster"));
        var relative = Files.createSymbolicLink(directory.resolve("relative"), Path.of("absolute"));

        assertThat(List.of(absolute.toString(), relative.toString(), "./relative"))
                .allSatisfy(launcher -> assertThat(Command.in(directory, launcher, "--version")
                                .run(LIMIT)
                                .output())
                        .startsWith("muster version "));
    }

    @Test
    void it_serves_the_quick_start_and_a_tool_can_be_called() throws IOException {
        var config = ConfigDirectory.create()
                .file(
                        "mcpservers/team.yaml",
                        Files.readString(home.resolve("examples/quickstart/mcpservers/team.yaml")));
        try (var muster = MusterProcess.start(program, config)) {
            muster.awaitServers("team");

            var answer = muster.aggregate().call("x_team_who_is_on_call", JsonObject.of("team", "network"));

            assertThat(answer.isError()).isFalse();
            assertThat(answer.text()).isNotEmpty();
            assertThat(Path.of("/proc/" + muster.pid() + "/exe").toRealPath())
                    .isEqualTo(home.resolve("runtime/bin/java").toRealPath());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "completion bash, share/bash-completion/completions/muster",
        "completion zsh, share/zsh/site-functions/_muster",
        "completion fish, share/fish/vendor_completions.d/muster.fish",
        "__manual, share/man/man1/muster.1",
    })
    void what_the_program_prints_for_shells_and_readers_is_packaged(String line, String file) {
        assertThat(home.resolve(file))
                .hasContent(program.command(line.split(" ", -1)).run(LIMIT).output());
    }

    @Test
    void the_manual_page_is_accepted_by_a_formatter() {
        var page = home.resolve("share/man/man1/muster.1").toString();
        var groff = Command.in(home, "sh", "-c", "command -v groff").run(LIMIT);
        Assumptions.assumeTrue(groff.exitCode() == 0, "groff is not installed");

        var formatted =
                Command.in(home, "groff", "-man", "-ww", "-Tutf8", "-z", page).run(LIMIT);

        assertThat(formatted.errors()).isEmpty();
        assertThat(formatted.exitCode()).isZero();
    }

    @Test
    void in_a_root_with_nothing_but_a_shell_and_the_c_library_it_serves_and_is_called(@TempDir Path root)
            throws IOException {
        var script = Path.of(System.getProperty("basedir", ""), "src/test/sh/empty-root")
                .toAbsolutePath();
        var possible = Command.in(root, "unshare", "--map-root-user", "--mount", "--pid", "--fork", "true");
        Assumptions.assumeTrue(succeeds(possible), "no root of its own can be made here");

        var ended = Command.in(
                        root,
                        "sh",
                        script.toString(),
                        root.toString(),
                        home.toString(),
                        Integer.toString(ConfigDirectory.freePort()))
                .run(Duration.ofMinutes(2));

        assertThat(ended.output()).as(ended.errors()).contains("Grace", "muster version ", "Server: ", "Running");
        assertThat(ended.exitCode()).isZero();
    }

    private static boolean succeeds(Command command) {
        try {
            return command.run(LIMIT).exitCode() == 0;
        } catch (UncheckedIOException noSuchProgram) {
            return false;
        }
    }

    /** Every file with its size and time. */
    private Map<Path, String> content() throws IOException {
        var content = new TreeMap<Path, String>();
        try (var files = Files.walk(home)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                content.put(home.relativize(file), Files.size(file) + " " + Files.getLastModifiedTime(file));
            }
        }
        return content;
    }
}
