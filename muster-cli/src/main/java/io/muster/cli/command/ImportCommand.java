package io.muster.cli.command;

import io.muster.cli.client.ConnectionFailure;
import io.muster.cli.client.EndpointFlags;
import io.muster.cli.client.Endpoints;
import io.muster.cli.context.ContextFailure;
import io.muster.cli.setup.Surroundings;
import io.muster.cli.setup.intake.Intake;
import io.muster.cli.syntax.Flag;
import io.muster.cli.syntax.Parameter;
import io.muster.cli.syntax.Setting;
import io.muster.cli.syntax.Syntax;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonFormat;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/** {@code muster import}. */
final class ImportCommand implements Command {
    private final Syntax syntax = Syntax.of(
            "import",
            "Take over the MCP servers that Claude Desktop, Claude Code, Cursor, VS Code, Windsurf, Zed and"
                    + " Docker MCP know. Without files, their settings are looked for.");
    private final Parameter files = syntax.parameters("FILE", "Settings to read.");
    private final Flag dryRun = syntax.flag("--dry-run", "Show what would be written; write nothing.");
    private final Setting<Path> configPath = syntax.path(
            "--config-path", "DIR", "Configuration directory (default: $MUSTER_CONFIG_PATH, else ~/.config/muster).");
    private final TextOrJson output = new TextOrJson(syntax);

    private final Program program;
    private final Surroundings around;
    private final PrintWriter out;

    ImportCommand(Program program, Surroundings around, PrintWriter out) {
        this.program = program;
        this.around = around;
        this.out = out;
    }

    @Override
    public Syntax syntax() {
        return syntax.runs(this::run);
    }

    private int run() {
        var json = output.isJson();
        var installation = program.installation(configPath.value());
        var report = new Intake(installation, around, own())
                .run(files.texts().stream().map(Path::of).toList(), dryRun.isSet());
        if (json) {
            out.println(Json.text(report.json(), JsonFormat.INDENTED));
        } else {
            report.print(out);
        }
        out.flush();
        return report.isComplete() ? ExitCode.SUCCESS : ExitCode.ERROR;
    }

    private String own() {
        try {
            return new Endpoints(around.variables())
                    .resolve(new EndpointFlags(Optional.empty(), Optional.empty(), configPath.value()))
                    .toString();
        } catch (ConnectionFailure | ContextFailure notKnown) {
            // What is imported does not depend on it; doctor says what is wrong.
            return "";
        }
    }
}
