package io.muster.cli.command;

import io.muster.cli.client.EndpointFlags;
import io.muster.cli.client.Endpoints;
import io.muster.cli.format.OutputFormat;
import io.muster.cli.format.Suggestion;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of all commands that talk to a server. */
final class CommonFlags {
    private static final List<String> AUTH_MODES = List.of("auto", "prompt", "none");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table, wide, json or yaml (default: the context's setting, else table).")
    @Nullable
    String output;

    @Option(names = "--no-headers", description = "Print no header row.")
    boolean noHeaders;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print results only.")
    boolean quiet;

    @Option(names = "--debug", description = "Show the messages exchanged with the server.")
    boolean debug;

    @Option(
            names = "--config-path",
            paramLabel = "DIR",
            description = "Configuration directory (default: $MUSTER_CONFIG_PATH, else ~/.config/muster).")
    @Nullable
    Path configPath;

    @Option(names = "--endpoint", paramLabel = "URL", description = "MCP endpoint (default: $MUSTER_ENDPOINT).")
    @Nullable
    String endpoint;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "Named endpoint (default: $MUSTER_CONTEXT, else the current context).")
    @Nullable
    String context;

    @Option(
            names = "--auth",
            paramLabel = "MODE",
            description = "auto, prompt or none (default: $MUSTER_AUTH_MODE, else auto).")
    @Nullable
    String auth;

    EndpointFlags endpointFlags() {
        return new EndpointFlags(
                Optional.ofNullable(endpoint), Optional.ofNullable(context), Optional.ofNullable(configPath));
    }

    /** The format that the flag names, else the context in use, else a table. */
    OutputFormat format(Map<String, String> environment) {
        if (output != null) {
            return format(output);
        }
        return new Endpoints(environment)
                .context(endpointFlags())
                .flatMap(used -> used.output())
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
        if (auth != null && !AUTH_MODES.contains(auth.toLowerCase(Locale.ROOT))) {
            throw new CommandFailure("invalid auth mode \"" + auth + "\": must be one of 'auto', 'prompt', or 'none'"
                    + Suggestion.of(auth, AUTH_MODES));
        }
    }
}
