package io.muster.cli.command;

import io.muster.cli.client.ConnectionFailure;
import io.muster.cli.client.EndpointFlags;
import io.muster.cli.client.Endpoints;
import io.muster.cli.context.ContextFailure;
import io.muster.cli.setup.Surroundings;
import io.muster.cli.setup.intake.Intake;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonFormat;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster import}. */
@Command(
        name = "import",
        description = "Take over the MCP servers that Claude Desktop, Claude Code, Cursor, VS Code, Windsurf, Zed and"
                + " Docker MCP know. Without files, their settings are looked for.",
        sortOptions = false)
final class ImportCommand implements Callable<Integer> {
    private final Program program;
    private final Surroundings around;
    private final PrintWriter out;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Settings to read.")
    List<Path> files = List.of();

    @Option(names = "--dry-run", description = "Show what would be written; write nothing.")
    boolean dryRun;

    @Option(
            names = "--config-path",
            paramLabel = "DIR",
            description = "Configuration directory (default: $MUSTER_CONFIG_PATH, else ~/.config/muster).")
    @Nullable
    Path configPath;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json.")
    String output = "text";

    ImportCommand(Program program, Surroundings around, PrintWriter out) {
        this.program = program;
        this.around = around;
        this.out = out;
    }

    @Override
    public Integer call() {
        var json = TextOrJson.isJson(output);
        var installation = program.installation(Optional.ofNullable(configPath));
        var report = new Intake(installation, around, own()).run(files, dryRun);
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
                    .resolve(new EndpointFlags(Optional.empty(), Optional.empty(), Optional.ofNullable(configPath)))
                    .toString();
        } catch (ConnectionFailure | ContextFailure notKnown) {
            // What is imported does not depend on it; doctor says what is wrong.
            return "";
        }
    }
}
