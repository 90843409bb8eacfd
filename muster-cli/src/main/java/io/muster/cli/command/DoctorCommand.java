package io.muster.cli.command;

import io.muster.cli.client.ConnectionFailure;
import io.muster.cli.client.Endpoint;
import io.muster.cli.client.EndpointFlags;
import io.muster.cli.client.Endpoints;
import io.muster.cli.client.ServerConnector;
import io.muster.cli.context.ContextFailure;
import io.muster.cli.setup.Surroundings;
import io.muster.cli.setup.doctor.Code;
import io.muster.cli.setup.doctor.ConnectedServer;
import io.muster.cli.setup.doctor.Examination;
import io.muster.cli.setup.doctor.Finding;
import io.muster.cli.setup.doctor.RunningServer;
import io.muster.cli.setup.doctor.UnknownServer;
import io.muster.cli.syntax.Flag;
import io.muster.cli.syntax.Setting;
import io.muster.cli.syntax.Syntax;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** {@code muster doctor}. */
final class DoctorCommand implements Command {
    private final Syntax syntax =
            Syntax.of("doctor", "Examine the whole set-up and say what to do about what is broken.");
    private final Setting<String> endpoint = syntax.text("--endpoint", "URL", "MCP endpoint of the server.");
    private final Setting<String> context = syntax.text("--context", "NAME", "Context whose endpoint to examine.");
    private final Setting<Path> configPath = syntax.path(
            "--config-path", "DIR", "Configuration directory (default: $MUSTER_CONFIG_PATH, else ~/.config/muster).");
    private final Flag probe =
            syntax.flag("--probe", "Start or reach each server from here, even though a server runs.");
    private final Flag listCodes = syntax.flag("--list-codes", "List what can be found, and what to do about it.");
    private final TextOrJson output = new TextOrJson(syntax);

    private final Program program;
    private final Surroundings around;
    private final PrintWriter out;

    DoctorCommand(Program program, Surroundings around, PrintWriter out) {
        this.program = program;
        this.around = around;
        this.out = out;
    }

    @Override
    public Syntax syntax() {
        return syntax.subcommand(new DoctorAuth(around, out).syntax()).runs(this::run);
    }

    private int run() throws InterruptedException {
        var json = output.isJson();
        if (listCodes.isSet()) {
            codes(json);
            return ExitCode.SUCCESS;
        }
        var findings = findings();
        if (json) {
            out.println(Json.text(
                    JsonObject.of(
                            "findings",
                            JsonArray.of(findings.stream().map(Finding::json).toList())),
                    JsonFormat.INDENTED));
        } else {
            findings.forEach(out::println);
        }
        out.flush();
        return findings.stream().anyMatch(finding -> finding.code().status() == Code.Status.FAIL)
                ? ExitCode.ERROR
                : ExitCode.SUCCESS;
    }

    private List<Finding> findings() throws InterruptedException {
        var flags = new EndpointFlags(endpoint.value(), context.value(), configPath.value());
        Endpoint where;
        try {
            where = new Endpoints(around.variables()).resolve(flags);
        } catch (ConnectionFailure | ContextFailure e) {
            return examined("endpoint", new UnknownServer(String.valueOf(e.getMessage())));
        }
        try (var connector = new ServerConnector("muster-cli", program.version().number(), around.variables());
                var server = new ConnectedServer(where, connector)) {
            return examined(where.toString(), server);
        }
    }

    private List<Finding> examined(String where, RunningServer server) throws InterruptedException {
        var installation = program.installation(configPath.value());
        return new Examination(new Examination.Subject(
                        "muster " + program.version().number(),
                        Runtime.version().feature(),
                        installation,
                        around,
                        where,
                        server))
                .findings(probe.isSet());
    }

    private void codes(boolean json) {
        if (json) {
            out.println(Json.text(
                    JsonArray.of(List.of(Code.values()).stream()
                            .map(DoctorCommand::json)
                            .toList()),
                    JsonFormat.INDENTED));
        } else {
            for (var code : Code.values()) {
                out.printf("%s  %-4s  %s%n", code.id(), code.status().word(), code.meaning());
                if (!code.remedy().isEmpty()) {
                    out.println("                    " + code.remedy());
                }
            }
        }
        out.flush();
    }

    private static JsonObject json(Code code) {
        return JsonObject.builder()
                .put("code", code.id())
                .put("status", code.status().word())
                .put("meaning", code.meaning())
                .put("remedy", code.remedy())
                .build();
    }
}
