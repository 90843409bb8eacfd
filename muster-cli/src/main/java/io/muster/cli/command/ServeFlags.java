package io.muster.cli.command;

import io.muster.cli.syntax.Flag;
import io.muster.cli.syntax.Setting;
import io.muster.cli.syntax.Syntax;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/** The flags of every command that serves. */
final class ServeFlags {
    private final Setting<Path> configPath;
    private final Flag debug;
    private final Flag silent;
    private final Flag yolo;
    private final Flag oauthMcpClient;
    private final Setting<String> oauthMcpClientPublicUrl;
    private final Setting<String> oauthMcpClientId;
    private final Flag oauthServer;
    private final Setting<String> oauthServerBaseUrl;
    private final Setting<Path> extraCaFile;
    private final Flag enableEvents;

    ServeFlags(Syntax syntax) {
        configPath = syntax.path(
                "--config-path",
                "DIR",
                "Configuration directory (default: $MUSTER_CONFIG_PATH, else ~/.config/muster).");
        debug = syntax.flag("--debug", "Log in detail.");
        silent = syntax.flag("--silent", "Log nothing to the console.");
        yolo = syntax.flag("--yolo", "Do not mark destructive tools as blocked in the aggregator's status.");
        oauthMcpClient = syntax.flag("--oauth-mcp-client", "Enable OAuth logins to MCP servers.");
        oauthMcpClientPublicUrl =
                syntax.text("--oauth-mcp-client-public-url", "URL", "Base URL at which browsers reach this server.");
        oauthMcpClientId =
                syntax.text("--oauth-mcp-client-id", "ID", "OAuth client identifier to use towards MCP servers.");
        oauthServer = syntax.flag("--oauth-server", "Protect the endpoint with OAuth.");
        oauthServerBaseUrl = syntax.text("--oauth-server-base-url", "URL", "Issuer URL of this server.");
        extraCaFile = syntax.path("--extra-ca-file", "FILE", "PEM certificates to trust besides the system's.");
        enableEvents = syntax.hiddenFlag("--enable-events");
    }

    ServeOptions options(PrintWriter err) {
        if (enableEvents.isSet()) {
            err.println("Flag --enable-events has been deprecated, events are always on");
            err.flush();
        }
        return new ServeOptions(
                configPath.value(),
                debug.isSet(),
                silent.isSet(),
                yolo.isSet(),
                extraCaFile.value(),
                new ServeOptions.OAuthFlags(
                        oauthMcpClient.isSet(),
                        given(oauthMcpClientPublicUrl),
                        given(oauthMcpClientId),
                        oauthServer.isSet(),
                        given(oauthServerBaseUrl)));
    }

    private static Optional<String> given(Setting<String> setting) {
        return setting.value().filter(text -> !text.isEmpty());
    }
}
