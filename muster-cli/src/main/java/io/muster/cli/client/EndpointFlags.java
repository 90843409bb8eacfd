package io.muster.cli.client;

import java.nio.file.Path;
import java.util.Optional;

/** What a command line says about where the server is: {@code --endpoint}, {@code --context}, {@code --config-path}. */
public record EndpointFlags(Optional<String> endpoint, Optional<String> context, Optional<Path> configPath) {
    public static final EndpointFlags NONE = new EndpointFlags(Optional.empty(), Optional.empty(), Optional.empty());
}
