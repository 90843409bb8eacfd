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
import io.muster.cli.setup.doctor.LoginReport;
import io.muster.cli.setup.doctor.RunningServer;
import io.muster.cli.setup.doctor.UnknownServer;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster doctor}. */
@Command(
        name = "doctor",
        description = "Examine the whole set-up and say what to do about what is broken.",
        sortOptions = false)
final class DoctorCommand implements Callable<Integer> {
    private final Program program;
    private final Surroundings around;
    private final PrintWriter out;

    @Option(names = "--endpoint", paramLabel = "URL", description = "MCP endpoint of the server.")
    @Nullable
    String endpoint;

    @Option(names = "--context", paramLabel = "NAME", description = "Context whose endpoint to examine.")
    @Nullable
    String context;

    @Option(
            names = "--config-path",
            paramLabel = "DIR",
            description = "Configuration directory (default: $MUSTER_CONFIG_PATH, else ~/.config/muster).")
    @Nullable
    Path configPath;

    @Option(names = "--probe", description = "Start or reach each server from here, even though a server runs.")
    boolean probe;

    @Option(names = "--list-codes", description = "List what can be found, and what to do about it.")
    boolean listCodes;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json.")
    String output = "text";

    DoctorCommand(Program program, Surroundings around, PrintWriter out) {
        this.program = program;
        this.around = around;
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        var json = TextOrJson.isJson(output);
        if (listCodes) {
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

    @Command(
            name = "auth",
            description = "Examine how Muster would log people in to an MCP server, step by step.",
            sortOptions = false,
            footer = {
                "",
                "Needs no running Muster, and registers nowhere. Ends with 1 when no login would be possible.",
                "",
                "Examples:",
                "  muster doctor auth https://mcp.example.com/mcp",
                "  muster doctor auth https://mcp.example.com/mcp --issuer https://as.example.com"
            })
    int auth(
            @Parameters(paramLabel = "URL", description = "MCP endpoint of the server.") String url,
            @Option(
                            names = "--issuer",
                            paramLabel = "URL",
                            description = "Authorization server that you would name in the definition of the server.")
                    @Nullable
                    String issuer,
            @Option(names = "--client-id", paramLabel = "ID", description = "Client that is registered there.")
                    @Nullable
                    String clientId,
            @Option(
                            names = "--public-url",
                            paramLabel = "URL",
                            description = "Address of Muster for browsers (default: the configuration's).")
                    @Nullable
                    String publicUrl,
            @Option(
                            names = "--config-path",
                            paramLabel = "DIR",
                            description = "Configuration directory"
                                    + " (default: $MUSTER_CONFIG_PATH, else ~/.config/muster).")
                    @Nullable
                    Path configDirectory,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FORMAT",
                            defaultValue = "text",
                            description = "text or json.")
                    String format)
            throws InterruptedException {
        var json = TextOrJson.isJson(format);
        var asked = new DoctorAuth(
                Optional.ofNullable(clientId), Optional.ofNullable(publicUrl), Optional.ofNullable(configDirectory));
        var finding = asked.finding(url, Optional.ofNullable(issuer), around.variables());
        var report = new LoginReport(finding);
        if (json) {
            out.println(Json.text(report.json(), JsonFormat.INDENTED));
        } else {
            report.lines().forEach(out::println);
        }
        out.flush();
        return finding.isPossible() ? ExitCode.SUCCESS : ExitCode.ERROR;
    }

    private List<Finding> findings() throws InterruptedException {
        var flags = new EndpointFlags(
                Optional.ofNullable(endpoint), Optional.ofNullable(context), Optional.ofNullable(configPath));
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
        var installation = program.installation(Optional.ofNullable(configPath));
        return new Examination(new Examination.Subject(
                        "muster " + program.version().number(),
                        Runtime.version().feature(),
                        installation,
                        around,
                        where,
                        server))
                .findings(probe);
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
