package io.muster.cli.command;

import io.muster.cli.client.EndpointFlags;
import io.muster.cli.client.Endpoints;
import io.muster.cli.setup.Surroundings;
import io.muster.cli.setup.connect.Settings;
import io.muster.cli.setup.connect.Settings.Change;
import io.muster.cli.setup.ide.Ide;
import io.muster.cli.setup.ide.Link;
import io.muster.wire.json.Json;
import io.muster.wire.text.Nearest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster connect}. */
@Command(
        name = "connect",
        description = "Write Muster into the settings of a program that uses MCP servers: claude-desktop, claude-code,"
                + " cursor, vscode, windsurf or zed.",
        sortOptions = false)
final class ConnectCommand implements Callable<Integer> {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    private final Surroundings around;
    private final InstantSource clock;
    private final PrintWriter out;

    @Parameters(paramLabel = "IDE", description = "The program.")
    String ide = "";

    @Option(names = "--endpoint", paramLabel = "URL", description = "MCP endpoint of Muster.")
    @Nullable
    String endpoint;

    @Option(names = "--context", paramLabel = "NAME", description = "Context whose endpoint to use.")
    @Nullable
    String context;

    @Option(
            names = "--config-path",
            paramLabel = "DIR",
            description = "Configuration directory that names the endpoint.")
    @Nullable
    Path configPath;

    @Option(
            names = "--stdio",
            description = "Connect through a bridge, which is this program by its whole path, instead of by URL.")
    boolean stdio;

    @Option(names = "--file", paramLabel = "FILE", description = "The settings file, when it is not the usual one.")
    @Nullable
    Path file;

    @Option(names = "--name", paramLabel = "NAME", defaultValue = "muster", description = "Name of the entry.")
    String name = "muster";

    @Option(names = "--remove", description = "Take the entry out again.")
    boolean remove;

    @Option(names = "--dry-run", description = "Show what would be written; write nothing.")
    boolean dryRun;

    ConnectCommand(Surroundings around, InstantSource clock, PrintWriter out) {
        this.around = around;
        this.clock = clock;
        this.out = out;
    }

    @Override
    public Integer call() {
        var program = Ide.of(ide).orElseThrow(() -> unknown(ide));
        if (!NAME.matcher(name).matches()) {
            throw new CommandFailure("--name must be at most 63 letters, digits, '-' and '_'");
        }
        var path = file == null ? program.settings(around) : around.directory().resolve(file);
        var settings = new Settings(program, path);
        var link = link(program);
        var change = remove ? settings.disconnected(name) : settings.connected(name, link);
        out.println(sentence(change.kind(), program, around.shown(path)));
        if (dryRun) {
            if (!remove && change.text().isPresent()) {
                out.println("  \"" + name + "\": " + Json.text(program.entry(link)));
            }
        } else {
            settings.write(change, STAMP.format(clock.instant()))
                    .ifPresent(backup -> out.println("The old file is " + around.shown(backup)));
        }
        out.flush();
        return ExitCode.SUCCESS;
    }

    private Link link(Ide program) {
        if (program.connectsByUrl() && !stdio) {
            return new Link.Url(new Endpoints(around.variables())
                    .resolve(new EndpointFlags(
                            Optional.ofNullable(endpoint),
                            Optional.ofNullable(context),
                            Optional.ofNullable(configPath)))
                    .uri());
        }
        var arguments = new ArrayList<>(List.of("agent", "--mcp-server"));
        flag(arguments, "--endpoint", endpoint);
        flag(arguments, "--context", context);
        flag(arguments, "--config-path", configPath);
        return new Link.Command(launcher(), arguments);
    }

    /** This program, by its whole path: IDEs seldom have the PATH of a terminal. */
    private String launcher() {
        var path = around.variables().getOrDefault("MUSTER_LAUNCHER", "");
        return path.isEmpty()
                ? "muster"
                : around.directory().resolve(path).normalize().toString();
    }

    private static void flag(List<String> arguments, String flag, @Nullable Object value) {
        if (value != null) {
            arguments.addAll(List.of(flag, value.toString()));
        }
    }

    private String sentence(Change.Kind kind, Ide program, String path) {
        var entry = "\"" + name + "\"";
        return switch (kind) {
            case ADDED -> done(dryRun ? "Would add " : "Added ", entry + " to " + path, program);
            case CHANGED -> done(dryRun ? "Would change " : "Changed ", entry + " in " + path, program);
            case REMOVED -> done(dryRun ? "Would remove " : "Removed ", entry + " from " + path, program);
            case UNCHANGED -> entry + (remove ? " is not in " : " is already in ") + path + "; nothing to do.";
        };
    }

    private static String done(String verb, String what, Ide program) {
        return verb + what + ". Restart " + program.title() + " to use the change.";
    }

    private static CommandFailure unknown(String word) {
        var near = Nearest.of(word, Ide.words())
                .map(ide -> " (did you mean " + ide + "?)")
                .orElse("");
        return new CommandFailure(
                "unknown program \"" + word + "\"" + near + "; known are " + String.join(", ", Ide.words()));
    }
}
