package io.muster.cli.command;

import io.muster.cli.bridge.Destination.Transport;
import io.muster.cli.syntax.Flag;
import io.muster.cli.syntax.Setting;
import io.muster.cli.syntax.Syntax;
import io.muster.wire.time.GoDuration;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The flags of every command that connects for longer. */
final class AgentFlags {
    private final Setting<String> endpoint;
    private final Setting<String> context;
    private final Setting<String> transport;
    private final Setting<String> timeout;
    private final Flag mcpServer;
    private final Flag repl;
    private final Flag verbose;
    private final Flag noColor;
    private final Flag jsonRpc;
    private final Flag disableAutoSso;
    private final Setting<String> auth;

    AgentFlags(Syntax syntax) {
        endpoint = syntax.text(
                "--endpoint",
                "URL",
                "MCP endpoint (default: $MUSTER_ENDPOINT, else the context's, else the configuration's).");
        context = syntax.text("--context", "NAME", "Context to use (default: $MUSTER_CONTEXT).");
        transport =
                syntax.text("--transport", "NAME", "streamable-http or sse (default: what the endpoint's path says).");
        timeout = syntax.text(
                "--timeout",
                "DURATION",
                "Limit of each call, such as 90s or 5m (default: none; the client has its own).");
        mcpServer = syntax.flag("--mcp-server", "Be an MCP server on standard input and output, for an IDE.");
        repl = syntax.flag("--repl", "Explore tools, resources and prompts interactively.");
        verbose = syntax.flag("--verbose", "Log in detail to standard error; show keep-alives.");
        noColor = syntax.flag("--no-color", "No colours (also: NO_COLOR).");
        jsonRpc = syntax.flag("--json-rpc", "Show complete protocol messages.");
        disableAutoSso =
                syntax.flag("--disable-auto-sso", "Do not log in to servers behind Muster after a login to Muster.");
        auth = syntax.text("--auth", "MODE", "auto, prompt or none (default: $MUSTER_AUTH_MODE).");
    }

    /** @throws CommandFailure when a value is none of those that exist */
    void check() {
        if (isRepl() && isMcpServer()) {
            throw new CommandFailure("--repl and --mcp-server cannot be used together");
        }
        AuthMode.check(auth);
    }

    Optional<String> endpoint() {
        return endpoint.value();
    }

    Optional<String> context() {
        return context.value();
    }

    boolean isMcpServer() {
        return mcpServer.isSet();
    }

    boolean isRepl() {
        return repl.isSet();
    }

    boolean isVerbose() {
        return verbose.isSet();
    }

    boolean isColorless() {
        return noColor.isSet();
    }

    boolean isJsonRpc() {
        return jsonRpc.isSet();
    }

    boolean isAutoSso() {
        return !disableAutoSso.isSet();
    }

    AuthMode authMode(Map<String, String> environment) {
        return AuthMode.of(auth, environment);
    }

    /** The transport that was asked for. */
    Optional<Transport> transport() {
        return transport.value().filter(name -> !name.isEmpty()).map(name -> switch (name) {
            case "streamable-http" -> Transport.STREAMABLE_HTTP;
            case "sse" -> Transport.SSE;
            default ->
                throw new CommandFailure("unsupported transport: " + name + " (supported: streamable-http, sse)");
        });
    }

    /** The limit of calls that was asked for. */
    Optional<Duration> limit() {
        return timeout.value()
                .filter(text -> !text.isEmpty())
                .map(text -> GoDuration.parse(text)
                        .filter(Duration::isPositive)
                        .orElseThrow(() -> new CommandFailure(
                                "invalid --timeout \"" + text + "\": must be a duration such as 90s or 5m")));
    }
}
