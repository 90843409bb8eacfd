package io.muster.cli.command;

import io.muster.cli.client.ConnectionFailure;
import io.muster.cli.client.EndpointFlags;
import io.muster.cli.client.Endpoints;
import io.muster.cli.client.ServerConnector;
import io.muster.cli.format.Text;
import io.muster.mcp.ServerHello;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster version}: of this program, and of the server that runs. */
@Command(
        name = "version",
        description = "Print the version of this program and of the running server.",
        sortOptions = false)
final class VersionCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--endpoint", paramLabel = "URL", description = "MCP endpoint to ask (default: $MUSTER_ENDPOINT).")
    @Nullable
    String endpoint;

    @Option(names = "--context", paramLabel = "NAME", description = "Named endpoint (default: $MUSTER_CONTEXT).")
    @Nullable
    String context;

    @Option(names = "--config-path", paramLabel = "DIR", description = "Configuration directory.")
    @Nullable
    Path configPath;

    @Option(names = "--client", description = "Only the version of this program; asks no server.")
    boolean clientOnly;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json.")
    String output = "text";

    VersionCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!output.equals("text") && !output.equals("json")) {
            throw new CommandFailure("unsupported output format: \"" + output + "\" (valid: text, json)");
        }
        Optional<ServerHello> server = clientOnly ? Optional.empty() : ask();
        if (output.equals("json")) {
            shell.console().print(Json.text(json(server), JsonFormat.INDENTED) + "\n");
        } else {
            shell.console().print(text(server));
        }
        return ExitCode.SUCCESS;
    }

    private Optional<ServerHello> ask() throws InterruptedException {
        var flags = new EndpointFlags(
                Optional.ofNullable(endpoint), Optional.ofNullable(context), Optional.ofNullable(configPath));
        var target = new Endpoints(shell.console().environment()).resolve(flags);
        try (var connector = new ServerConnector(
                        "muster-cli",
                        shell.program().version().number(),
                        shell.console().environment());
                var client = connector.connectForCalls(target, connector.credentials(target))) {
            return Optional.of(client.hello());
        } catch (ConnectionFailure notThere) {
            return Optional.empty();
        }
    }

    private String text(Optional<ServerHello> server) {
        var version = shell.program().version();
        var out = new StringBuilder("muster version " + version.number() + "\n");
        if (!version.commit().isEmpty()) {
            out.append("  commit: ").append(version.commit()).append('\n');
        }
        if (!version.built().isEmpty()) {
            out.append("  built:  ").append(version.built()).append('\n');
        }
        if (!clientOnly) {
            out.append('\n')
                    .append(server.map(hello -> "Server: " + info(hello, "version") + " (" + info(hello, "name") + ")")
                            .orElse("Server: (not running)"))
                    .append('\n');
        }
        return out.toString();
    }

    private static String info(ServerHello hello, String member) {
        return Text.visible(hello.serverInfo().text(member, "unknown"));
    }

    private JsonObject json(Optional<ServerHello> server) {
        var version = shell.program().version();
        var json = JsonObject.builder()
                .put(
                        "client",
                        JsonObject.builder()
                                .put("version", version.number())
                                .put("commit", version.commit())
                                .put("built", version.built())
                                .build());
        if (!clientOnly) {
            var answer = JsonObject.builder().put("running", server.isPresent());
            server.ifPresent(hello -> answer.put("name", hello.serverInfo().text("name", ""))
                    .put("version", hello.serverInfo().text("version", "")));
            json.put("server", answer.build());
        }
        return json.build();
    }
}
