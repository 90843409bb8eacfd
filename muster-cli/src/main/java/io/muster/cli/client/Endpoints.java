package io.muster.cli.client;

import io.muster.cli.context.ContextFailure;
import io.muster.cli.context.Contexts;
import io.muster.cli.context.ContextsFile;
import io.muster.cli.context.NamedContext;
import io.muster.wire.json.JsonObject;
import io.muster.wire.yaml.YamlDocument;
import io.muster.wire.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the server: {@code --endpoint}, {@code MUSTER_ENDPOINT}, {@code --context}, {@code MUSTER_CONTEXT}, the current
 * context, the configuration file, in this order.
 */
public final class Endpoints {
    private static final int DEFAULT_PORT = 8090;
    private static final long LONGEST = 1 << 20;

    private final Map<String, String> environment;

    public Endpoints(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * The endpoint that flags and environment lead to.
     *
     * @throws ContextFailure when a context that was named does not exist
     * @throws ConnectionFailure when what was found is no endpoint
     */
    public Endpoint resolve(EndpointFlags flags) {
        var given = given(flags);
        if (given.isPresent()) {
            return Endpoint.of(given.get(), Optional.empty());
        }
        return context(flags)
                .map(context -> Endpoint.of(context.endpoint(), Optional.of(context.name())))
                .orElseGet(() -> configured(flags.configPath()));
    }

    /**
     * The context in use; empty when an endpoint was named or there is no context.
     *
     * @throws ContextFailure when a context that was named does not exist
     */
    public Optional<NamedContext> context(EndpointFlags flags) {
        if (given(flags).isPresent()) {
            return Optional.empty();
        }
        var named = flags.context().filter(name -> !name.isEmpty()).or(() -> variable("MUSTER_CONTEXT"));
        return named.isPresent()
                ? Optional.of(ContextsFile.of(environment).read().require(named.get(), ""))
                : currentContext();
    }

    private Optional<String> given(EndpointFlags flags) {
        return flags.endpoint().filter(url -> !url.isEmpty()).or(() -> variable("MUSTER_ENDPOINT"));
    }

    private Optional<NamedContext> currentContext() {
        var contexts = readable();
        return contexts.current().flatMap(contexts::find);
    }

    /** Contexts that nobody asked for must not be in the way: without them there is still the configuration. */
    private Contexts readable() {
        try {
            return ContextsFile.of(environment).read();
        } catch (ContextFailure unusable) {
            return Contexts.NONE;
        }
    }

    /**
     * What the configuration file says about the server; nothing when there is none.
     *
     * @throws ConnectionFailure when the file cannot be read
     */
    public JsonObject aggregator(Optional<Path> configPath) {
        return configPath
                .or(() -> variable("MUSTER_CONFIG_PATH").map(Path::of))
                .or(() -> variable("HOME").map(home -> Path.of(home, ".config", "muster")))
                .flatMap(directory -> read(directory.resolve("config.yaml")).object("aggregator"))
                .orElse(JsonObject.EMPTY);
    }

    private Endpoint configured(Optional<Path> configPath) {
        var aggregator = aggregator(configPath);
        var transport = aggregator.text("transport", "streamable-http");
        var path = switch (transport) {
            case "streamable-http", "" -> "/mcp";
            case "sse" -> "/sse";
            default -> throw noEndpoint("unsupported transport: " + transport, null);
        };
        var port = aggregator.integer("port").orElse(0);
        return Endpoint.of(
                "http://" + host(aggregator.text("host", "")) + ":" + (port == 0 ? DEFAULT_PORT : port) + path,
                Optional.empty());
    }

    /** Where one listens on all addresses one is reached at this machine's own. */
    private static String host(String host) {
        return switch (host) {
            case "", "0.0.0.0", "::", "[::]" -> "localhost";
            default -> host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    }

    private static JsonObject read(Path file) {
        try {
            if (Files.size(file) > LONGEST) {
                throw noEndpoint(file + ": larger than 1 MiB", null);
            }
            return YamlDocument.parse(Files.readString(file)).value() instanceof JsonObject document
                    ? document
                    : JsonObject.EMPTY;
        } catch (NoSuchFileException none) {
            return JsonObject.EMPTY;
        } catch (YamlException e) {
            throw noEndpoint(file + " " + e.position() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw noEndpoint(file + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private static ConnectionFailure noEndpoint(String message, @Nullable Exception cause) {
        return cause == null
                ? new ConnectionFailure(ConnectionFailure.Kind.NO_ENDPOINT, message)
                : new ConnectionFailure(ConnectionFailure.Kind.NO_ENDPOINT, message, cause);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }
}
