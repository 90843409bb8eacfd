package io.muster.cli.command;

import io.muster.cli.bridge.Destination.Transport;
import io.muster.wire.time.GoDuration;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of every command that connects for longer. */
final class AgentFlags {
    private static final Set<String> AUTH_MODES = Set.of("auto", "prompt", "none");

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "MCP endpoint (default: $MUSTER_ENDPOINT, else the context's, else the configuration's).")
    @Nullable
    String endpoint;

    @Option(names = "--context", paramLabel = "NAME", description = "Context to use (default: $MUSTER_CONTEXT).")
    @Nullable
    String context;

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            description = "streamable-http or sse (default: what the endpoint's path says).")
    @Nullable
    String transport;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "Limit of each call, such as 90s or 5m (default: none; the client has its own).")
    @Nullable
    String timeout;

    @Option(names = "--mcp-server", description = "Be an MCP server on standard input and output, for an IDE.")
    boolean mcpServer;

    @Option(names = "--repl", description = "Explore tools, resources and prompts interactively.")
    boolean repl;

    @Option(names = "--verbose", description = "Log in detail to standard error; show keep-alives.")
    boolean verbose;

    @Option(names = "--no-color", description = "No colours (also: NO_COLOR).")
    boolean noColor;

    @Option(names = "--json-rpc", description = "Show complete protocol messages.")
    boolean jsonRpc;

    @Option(
            names = "--disable-auto-sso",
            description = "Do not log in to servers behind Muster after a login to Muster.")
    boolean disableAutoSso;

    @Option(names = "--auth", paramLabel = "MODE", description = "auto, prompt or none (default: $MUSTER_AUTH_MODE).")
    @Nullable
    String auth;

    /** @throws CommandFailure when a value is none of those that exist */
    void check() {
        if (repl && mcpServer) {
            throw new CommandFailure("--repl and --mcp-server cannot be used together");
        }
        if (auth != null && !AUTH_MODES.contains(auth.toLowerCase(Locale.ROOT))) {
            throw new CommandFailure("invalid auth mode \"" + auth + "\": must be one of 'auto', 'prompt', or 'none'");
        }
    }

    /** The transport that was asked for. */
    Optional<Transport> transport() {
        return Optional.ofNullable(transport).filter(name -> !name.isEmpty()).map(name -> switch (name) {
            case "streamable-http" -> Transport.STREAMABLE_HTTP;
            case "sse" -> Transport.SSE;
            default ->
                throw new CommandFailure("unsupported transport: " + name + " (supported: streamable-http, sse)");
        });
    }

    /** The limit of calls that was asked for. */
    Optional<Duration> limit() {
        return Optional.ofNullable(timeout)
                .filter(text -> !text.isEmpty())
                .map(text -> GoDuration.parse(text)
                        .filter(Duration::isPositive)
                        .orElseThrow(() -> new CommandFailure(
                                "invalid --timeout \"" + text + "\": must be a duration such as 90s or 5m")));
    }
}
