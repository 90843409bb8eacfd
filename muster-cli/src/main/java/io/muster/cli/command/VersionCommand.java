package io.muster.cli.command;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;
import java.io.PrintWriter;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster version}: of this program, and of the server that runs. */
@Command(name = "version", description = "Print the version of this program and of the running server.")
final class VersionCommand implements Callable<Integer> {
    private final Program program;
    private final PrintWriter out;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            defaultValue = "${env:MUSTER_ENDPOINT:-http://localhost:8090/mcp}",
            description = "MCP endpoint to ask (default: $MUSTER_ENDPOINT, else http://localhost:8090/mcp).")
    URI endpoint = URI.create("http://localhost:8090/mcp");

    @Option(names = "--client", description = "Only the version of this program; asks no server.")
    boolean clientOnly;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json.")
    String output = "text";

    VersionCommand(Program program, PrintWriter out) {
        this.program = program;
        this.out = out;
    }

    @Override
    public Integer call() {
        if (!output.equals("text") && !output.equals("json")) {
            throw new CommandFailure("unsupported output format: \"" + output + "\" (valid: text, json)");
        }
        var server = clientOnly ? ServerProbe.Answer.NOT_ASKED : ServerProbe.ask(endpoint, program.version());
        if (output.equals("json")) {
            out.println(Json.text(json(server), JsonFormat.INDENTED));
        } else {
            text(server);
        }
        out.flush();
        return ExitCode.SUCCESS;
    }

    private void text(ServerProbe.Answer server) {
        var version = program.version();
        out.println("muster version " + version.number());
        if (!version.commit().isEmpty()) {
            out.println("  commit: " + version.commit());
        }
        if (!version.built().isEmpty()) {
            out.println("  built:  " + version.built());
        }
        if (!clientOnly) {
            out.println();
            out.println(
                    server.running()
                            ? "Server: " + server.version() + " (" + server.name() + ")"
                            : "Server: (not running)");
        }
    }

    private JsonObject json(ServerProbe.Answer server) {
        var version = program.version();
        var json = JsonObject.builder()
                .put(
                        "client",
                        JsonObject.builder()
                                .put("version", version.number())
                                .put("commit", version.commit())
                                .put("built", version.built())
                                .build());
        if (!clientOnly) {
            var answer = JsonObject.builder().put("running", server.running());
            if (server.running()) {
                answer.put("name", server.name()).put("version", server.version());
            }
            json.put("server", answer.build());
        }
        return json.build();
    }
}
