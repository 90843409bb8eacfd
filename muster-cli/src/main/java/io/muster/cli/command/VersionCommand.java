package io.muster.cli.command;

import io.muster.cli.client.ConnectionFailure;
import io.muster.cli.client.EndpointFlags;
import io.muster.cli.client.Endpoints;
import io.muster.cli.client.ServerConnector;
import io.muster.cli.format.Text;
import io.muster.cli.syntax.Flag;
import io.muster.cli.syntax.Setting;
import io.muster.cli.syntax.Syntax;
import io.muster.mcp.ServerHello;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;
import java.nio.file.Path;
import java.util.Optional;

/** {@code muster version}: of this program, and of the server that runs. */
final class VersionCommand implements Command {
    private final Syntax syntax = Syntax.of("version", "Print the version of this program and of the running server.");
    private final Setting<String> endpoint =
            syntax.text("--endpoint", "URL", "MCP endpoint to ask (default: $MUSTER_ENDPOINT).");
    private final Setting<String> context =
            syntax.text("--context", "NAME", "Named endpoint (default: $MUSTER_CONTEXT).");
    private final Setting<Path> configPath = syntax.path("--config-path", "DIR", "Configuration directory.");
    private final Flag clientOnly = syntax.flag("--client", "Only the version of this program; asks no server.");
    private final TextOrJson output = new TextOrJson(syntax);

    private final Shell shell;

    VersionCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Syntax syntax() {
        return syntax.runs(this::run);
    }

    private int run() throws InterruptedException {
        var inJson = output.isJson();
        Optional<ServerHello> server = clientOnly.isSet() ? Optional.empty() : ask();
        if (inJson) {
            shell.console().print(Json.text(json(server), JsonFormat.INDENTED) + "\n");
        } else {
            shell.console().print(text(server));
        }
        return ExitCode.SUCCESS;
    }

    private Optional<ServerHello> ask() throws InterruptedException {
        var flags = new EndpointFlags(endpoint.value(), context.value(), configPath.value());
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
        if (!clientOnly.isSet()) {
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
        if (!clientOnly.isSet()) {
            var answer = JsonObject.builder().put("running", server.isPresent());
            server.ifPresent(hello -> answer.put("name", hello.serverInfo().text("name", ""))
                    .put("version", hello.serverInfo().text("version", "")));
            json.put("server", answer.build());
        }
        return json.build();
    }
}
