package io.muster.cli.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of every command that serves. */
final class ServeFlags {
    @Option(
            names = "--config-path",
            paramLabel = "DIR",
            description = "Configuration directory (default: $MUSTER_CONFIG_PATH, else ~/.config/muster).")
    @Nullable
    Path configPath;

    @Option(names = "--debug", description = "Log in detail.")
    boolean debug;

    @Option(names = "--silent", description = "Log nothing to the console.")
    boolean silent;

    @Option(names = "--yolo", description = "Do not mark destructive tools as blocked in the aggregator's status.")
    boolean yolo;

    @Option(names = "--oauth-mcp-client", description = "Enable OAuth logins to MCP servers.")
    boolean oauthMcpClient;

    @Option(
            names = "--oauth-mcp-client-public-url",
            paramLabel = "URL",
            description = "Base URL at which browsers reach this server.")
    @Nullable
    String oauthMcpClientPublicUrl;

    @Option(
            names = "--oauth-mcp-client-id",
            paramLabel = "ID",
            description = "OAuth client identifier to use towards MCP servers.")
    @Nullable
    String oauthMcpClientId;

    @Option(names = "--oauth-server", description = "Protect the endpoint with OAuth.")
    boolean oauthServer;

    @Option(names = "--oauth-server-base-url", paramLabel = "URL", description = "Issuer URL of this server.")
    @Nullable
    String oauthServerBaseUrl;

    @Option(
            names = "--extra-ca-file",
            paramLabel = "FILE",
            description = "PEM certificates to trust besides the system's.")
    @Nullable
    Path extraCaFile;

    @Option(names = "--enable-events", hidden = true)
    boolean enableEvents;

    ServeOptions options(PrintWriter err) {
        if (enableEvents) {
            err.println("Flag --enable-events has been deprecated, events are always on");
            err.flush();
        }
        return new ServeOptions(
                Optional.ofNullable(configPath),
                debug,
                silent,
                yolo,
                Optional.ofNullable(extraCaFile),
                new ServeOptions.OAuthFlags(
                        oauthMcpClient,
                        given(oauthMcpClientPublicUrl),
                        given(oauthMcpClientId),
                        oauthServer,
                        given(oauthServerBaseUrl)));
    }

    private static Optional<String> given(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isEmpty());
    }
}
