package io.muster.cli.command;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The flags of {@code muster serve}.
 *
 * @param configDirectory the configuration directory, when given
 * @param debug whether to log at debug level
 * @param silent whether to log nothing to the console
 * @param yolo whether the list of destructive tools is not even reported
 * @param extraCaFile certificates to trust besides the system's
 * @param oauth what the flags say about OAuth
 */
public record ServeOptions(
        Optional<Path> configDirectory,
        boolean debug,
        boolean silent,
        boolean yolo,
        Optional<Path> extraCaFile,
        OAuthFlags oauth) {

    /** The flags that override the configuration file's {@code oauth} section. */
    public record OAuthFlags(
            boolean mcpClient,
            Optional<String> mcpClientPublicUrl,
            Optional<String> mcpClientId,
            boolean server,
            Optional<String> serverBaseUrl) {}
}
