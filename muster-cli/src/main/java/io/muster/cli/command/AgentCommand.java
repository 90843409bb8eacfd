package io.muster.cli.command;

import io.muster.cli.bridge.Destination;
import io.muster.cli.bridge.Destination.Transport;
import io.muster.cli.client.Endpoint;
import io.muster.cli.client.EndpointFlags;
import io.muster.cli.client.Endpoints;
import io.muster.cli.client.ServerConnector;
import io.muster.cli.context.NamedContext;
import io.muster.cli.format.OutputFormat;
import io.muster.cli.syntax.Flag;
import io.muster.cli.syntax.Setting;
import io.muster.cli.syntax.Syntax;
import java.nio.file.Path;
import java.util.Optional;

/** {@code muster agent}: stays connected to a server, for a person or for an IDE. */
final class AgentCommand implements Command {
    private final Syntax syntax = Syntax.of(
            "agent", "Show what a running Muster says, or be its MCP server on standard input and output for an IDE.");
    private final AgentFlags flags = new AgentFlags(syntax);
    private final Setting<Path> configPath = syntax.path(
            "--config-path",
            "DIR",
            "Configuration directory, for the endpoint (default: $MUSTER_CONFIG_PATH, else ~/.config/muster).");
    private final Flag silent =
            syntax.flag("--silent", "Renew a login without showing a browser window where that is possible.");
    private final Flag quiet = syntax.flag("-q, --quiet", "With --repl: show results and failures only.");

    private final Shell shell;

    AgentCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Syntax syntax() {
        return syntax.runs(this::run);
    }

    private int run() throws InterruptedException {
        flags.check();
        var endpointFlags = new EndpointFlags(flags.endpoint(), flags.context(), configPath.value());
        var endpoints = new Endpoints(shell.console().environment());
        var endpoint = endpoints.resolve(endpointFlags);
        shell.program().logToStandardError(flags.isVerbose() && !flags.isRepl());
        var sessions = new AgentSessions(shell, flags, silent.isSet());
        if (flags.isRepl()) {
            return sessions.repl(endpoint, format(endpoints.context(endpointFlags)), quiet.isSet());
        }
        if (flags.isMcpServer()) {
            sessions.bridge(destination(endpoint, flags));
        } else {
            sessions.monitor(endpoint);
        }
        return ExitCode.SUCCESS;
    }

    /** What the context wants; a session begins with a table rather than not at all. */
    private static OutputFormat format(Optional<NamedContext> context) {
        return context.flatMap(NamedContext::output).flatMap(OutputFormat::of).orElse(OutputFormat.TABLE);
    }

    static Destination destination(Endpoint endpoint, AgentFlags flags) {
        var byPath = endpoint.isSse() ? Transport.SSE : Transport.STREAMABLE_HTTP;
        return new Destination(endpoint.uri(), flags.transport().orElse(byPath), ServerConnector.ANONYMOUS);
    }
}
