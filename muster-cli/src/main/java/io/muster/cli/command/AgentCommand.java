package io.muster.cli.command;

import io.muster.cli.bridge.Destination;
import io.muster.cli.bridge.Destination.Transport;
import io.muster.cli.client.Endpoint;
import io.muster.cli.client.EndpointFlags;
import io.muster.cli.client.Endpoints;
import io.muster.cli.client.ServerConnector;
import io.muster.cli.context.NamedContext;
import io.muster.cli.format.OutputFormat;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code muster agent}: stays connected to a server, for a person or for an IDE. */
@Command(
        name = "agent",
        description = "Show what a running Muster says, or be its MCP server on standard input and output for an IDE.",
        sortOptions = false)
final class AgentCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    AgentFlags flags = new AgentFlags();

    @Option(
            names = "--config-path",
            paramLabel = "DIR",
            description =
                    "Configuration directory, for the endpoint (default: $MUSTER_CONFIG_PATH, else ~/.config/muster).")
    @Nullable
    Path configPath;

    @Option(names = "--silent", description = "Renew a login without showing a browser window where that is possible.")
    boolean silent;

    @Option(
            names = {"-q", "--quiet"},
            description = "With --repl: show results and failures only.")
    boolean quiet;

    AgentCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        flags.check();
        var endpointFlags = new EndpointFlags(
                Optional.ofNullable(flags.endpoint),
                Optional.ofNullable(flags.context),
                Optional.ofNullable(configPath));
        var endpoints = new Endpoints(shell.console().environment());
        var endpoint = endpoints.resolve(endpointFlags);
        shell.program().logToStandardError(flags.verbose && !flags.repl);
        var sessions = new AgentSessions(shell, flags, silent);
        if (flags.repl) {
            return sessions.repl(endpoint, format(endpoints.context(endpointFlags)), quiet);
        }
        if (flags.mcpServer) {
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
