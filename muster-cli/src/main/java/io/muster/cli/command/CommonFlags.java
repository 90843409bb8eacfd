package io.muster.cli.command;

import io.muster.cli.client.EndpointFlags;
import io.muster.cli.client.Endpoints;
import io.muster.cli.context.NamedContext;
import io.muster.cli.format.OutputFormat;
import io.muster.cli.format.Suggestion;
import io.muster.cli.syntax.Flag;
import io.muster.cli.syntax.Setting;
import io.muster.cli.syntax.Syntax;
import java.nio.file.Path;
import java.util.Map;

/** The flags of all commands that talk to a server. */
final class CommonFlags {
    private final Setting<String> output;
    private final Flag noHeaders;
    private final Flag quiet;
    private final Flag debug;
    private final Setting<Path> configPath;
    private final Setting<String> endpoint;
    private final Setting<String> context;
    private final Setting<String> auth;

    CommonFlags(Syntax syntax) {
        output = syntax.text(
                "-o, --output", "FORMAT", "table, wide, json or yaml (default: the context's setting, else table).");
        noHeaders = syntax.flag("--no-headers", "Print no header row.");
        quiet = syntax.flag("-q, --quiet", "Print results only.");
        debug = syntax.flag("--debug", "Show the messages exchanged with the server.");
        configPath = syntax.path(
                "--config-path",
                "DIR",
                "Configuration directory (default: $MUSTER_CONFIG_PATH, else ~/.config/muster).");
        endpoint = syntax.text("--endpoint", "URL", "MCP endpoint (default: $MUSTER_ENDPOINT).");
        context = syntax.text(
                "--context", "NAME", "Named endpoint (default: $MUSTER_CONTEXT, else the current context).");
        auth = syntax.text("--auth", "MODE", "auto, prompt or none (default: $MUSTER_AUTH_MODE, else auto).");
    }

    EndpointFlags endpointFlags() {
        return new EndpointFlags(endpoint.value(), context.value(), configPath.value());
    }

    /** The format that the flag names, else the context in use, else a table. */
    OutputFormat format(Map<String, String> environment) {
        return output.value()
                .or(() -> new Endpoints(environment).context(endpointFlags()).flatMap(NamedContext::output))
                .map(CommonFlags::format)
                .orElse(OutputFormat.TABLE);
    }

    private static OutputFormat format(String name) {
        return OutputFormat.of(name)
                .orElseThrow(() -> new CommandFailure("unsupported output format: \"" + name + "\" (valid: "
                        + String.join(", ", OutputFormat.NAMES) + ")" + Suggestion.of(name, OutputFormat.NAMES)));
    }

    /** Fails when the flag names no mode of authentication; a bad variable means the default. */
    void checkAuth() {
        AuthMode.check(auth);
    }

    AuthMode authMode(Map<String, String> environment) {
        return AuthMode.of(auth, environment);
    }

    boolean isQuiet() {
        return quiet.isSet();
    }

    boolean isDebug() {
        return debug.isSet();
    }

    boolean hasHeaders() {
        return !noHeaders.isSet();
    }
}
