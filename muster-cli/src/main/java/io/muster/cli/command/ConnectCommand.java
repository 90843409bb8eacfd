package io.muster.cli.command;

import io.muster.cli.client.EndpointFlags;
import io.muster.cli.client.Endpoints;
import io.muster.cli.setup.Surroundings;
import io.muster.cli.setup.connect.Settings;
import io.muster.cli.setup.connect.Settings.Change;
import io.muster.cli.setup.ide.Ide;
import io.muster.cli.setup.ide.Link;
import io.muster.cli.syntax.Flag;
import io.muster.cli.syntax.Parameter;
import io.muster.cli.syntax.Setting;
import io.muster.cli.syntax.Syntax;
import io.muster.wire.json.Json;
import io.muster.wire.text.Nearest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** {@code muster connect}. */
final class ConnectCommand implements Command {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    private final Syntax syntax = Syntax.of(
            "connect",
            "Write Muster into the settings of a program that uses MCP servers: claude-desktop, claude-code,"
                    + " cursor, vscode, windsurf or zed.");
    private final Parameter ide = syntax.parameter("IDE", "The program.");
    private final Setting<String> endpoint = syntax.text("--endpoint", "URL", "MCP endpoint of Muster.");
    private final Setting<String> context = syntax.text("--context", "NAME", "Context whose endpoint to use.");
    private final Setting<Path> configPath =
            syntax.path("--config-path", "DIR", "Configuration directory that names the endpoint.");
    private final Flag stdio = syntax.flag(
            "--stdio", "Connect through a bridge, which is this program by its whole path, instead of by URL.");
    private final Setting<Path> file =
            syntax.path("--file", "FILE", "The settings file, when it is not the usual one.");
    private final Setting<String> name = syntax.text("--name", "NAME", "Name of the entry.");
    private final Flag remove = syntax.flag("--remove", "Take the entry out again.");
    private final Flag dryRun = syntax.flag("--dry-run", "Show what would be written; write nothing.");

    private final Surroundings around;
    private final InstantSource clock;
    private final PrintWriter out;

    ConnectCommand(Surroundings around, InstantSource clock, PrintWriter out) {
        this.around = around;
        this.clock = clock;
        this.out = out;
    }

    @Override
    public Syntax syntax() {
        return syntax.runs(this::run);
    }

    private int run() {
        var program = Ide.of(ide.text()).orElseThrow(() -> unknown(ide.text()));
        if (!NAME.matcher(name()).matches()) {
            throw new CommandFailure("--name must be at most 63 letters, digits, '-' and '_'");
        }
        var path = file.value().map(around.directory()::resolve).orElseGet(() -> program.settings(around));
        var settings = new Settings(program, path);
        var link = link(program);
        var change = remove.isSet() ? settings.disconnected(name()) : settings.connected(name(), link);
        out.println(sentence(change.kind(), program, around.shown(path)));
        if (dryRun.isSet()) {
            if (!remove.isSet() && change.text().isPresent()) {
                out.println("  \"" + name() + "\": " + Json.text(program.entry(link)));
            }
        } else {
            settings.write(change, STAMP.format(clock.instant()))
                    .ifPresent(backup -> out.println("The old file is " + around.shown(backup)));
        }
        out.flush();
        return ExitCode.SUCCESS;
    }

    private String name() {
        return name.orElse("muster");
    }

    private Link link(Ide program) {
        if (program.connectsByUrl() && !stdio.isSet()) {
            return new Link.Url(new Endpoints(around.variables())
                    .resolve(new EndpointFlags(endpoint.value(), context.value(), configPath.value()))
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

    private static void flag(List<String> arguments, String flag, Setting<?> setting) {
        setting.value().ifPresent(value -> arguments.addAll(List.of(flag, value.toString())));
    }

    private String sentence(Change.Kind kind, Ide program, String path) {
        var entry = "\"" + name() + "\"";
        return switch (kind) {
            case ADDED -> done(dryRun.isSet() ? "Would add " : "Added ", entry + " to " + path, program);
            case CHANGED -> done(dryRun.isSet() ? "Would change " : "Changed ", entry + " in " + path, program);
            case REMOVED -> done(dryRun.isSet() ? "Would remove " : "Removed ", entry + " from " + path, program);
            case UNCHANGED -> entry + (remove.isSet() ? " is not in " : " is already in ") + path + "; nothing to do.";
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
