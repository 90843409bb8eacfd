package io.muster.app.config;

import io.muster.app.config.ConfigFile.Loaded;
import io.muster.app.config.Shape.Section;
import io.muster.gateway.tool.ToolProvider;
import io.muster.gateway.tool.ToolSchema;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Tool;
import io.muster.oauth.Caller;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.decode.Decoded;
import io.muster.wire.json.decode.Decoder;
import io.muster.wire.json.decode.Problem;
import io.muster.wire.yaml.YamlException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * The tools {@code core_config_*}: look at the configuration and change its file. The running server never changes with
 * it; answers say when a restart is needed. Secrets are shown masked, and masked values sent back change nothing.
 */
public final class ConfigTools implements ToolProvider {
    private static final String AGGREGATOR = "aggregator";

    private final ConfigFile file;
    private final MusterConfig running;
    private final Semaphore oneChange = new Semaphore(1);
    private volatile Loaded loaded;

    /** @param loaded what the server was started with */
    public ConfigTools(ConfigFile file, Loaded loaded) {
        this.file = file;
        this.loaded = loaded;
        this.running = loaded.config();
    }

    @Override
    public List<Tool> tools(Caller caller) {
        return List.of(
                ToolSchema.of("core_config_get", "Get the whole configuration").build(),
                ToolSchema.of("core_config_get_aggregator", "Get the aggregator part of the configuration")
                        .build(),
                ToolSchema.of(
                                "core_config_update_aggregator",
                                "Change the aggregator part of the configuration file; effective after a restart")
                        .required(
                                AGGREGATOR,
                                "object",
                                "The keys to change; others stay, null sets a key back to its default")
                        .build(),
                ToolSchema.of("core_config_save", "Write the configuration to its file")
                        .build(),
                ToolSchema.of("core_config_reload", "Read the configuration file again")
                        .build());
    }

    @Override
    public CallToolResult call(String tool, JsonObject arguments, Caller caller, ReplyChannel reply)
            throws InterruptedException {
        oneChange.acquire();
        try {
            return switch (tool) {
                case "core_config_get" -> shown(complete(), ConfigShape.ROOT);
                case "core_config_get_aggregator" ->
                    shown(complete().object(AGGREGATOR).orElse(JsonObject.EMPTY), ConfigShape.AGGREGATOR);
                case "core_config_update_aggregator" -> update(arguments);
                case "core_config_save" -> save();
                case "core_config_reload" -> reload();
                default -> throw new ToolFailure("tool '" + tool + "' not found");
            };
        } finally {
            oneChange.release();
        }
    }

    private static CallToolResult shown(JsonObject complete, Section section) {
        return CallToolResult.text(Json.text(section.shown(complete), JsonFormat.COMPACT));
    }

    private JsonObject complete() {
        return switch (Decoder.decode(OldNames.renamed(loaded.document()), ConfigShape.ROOT::read)) {
            case Decoded.Valid<JsonObject> valid -> valid.value();
            case Decoded.Invalid<JsonObject>(var problems) -> throw new IllegalStateException(problems.toString());
        };
    }

    private CallToolResult update(JsonObject arguments) {
        var given = arguments.object(AGGREGATOR);
        if (given.isEmpty()) {
            return CallToolResult.failure("aggregator is required");
        }
        var problems = new ArrayList<String>();
        var change = ConfigChange.translate(given.get(), ConfigShape.AGGREGATOR, problems);
        if (Decoder.decode(change, ConfigShape.AGGREGATOR::read) instanceof Decoded.Invalid<JsonObject>(var wrong)) {
            wrong.forEach(problem -> problems.add(problem.toString()));
        }
        if (!problems.isEmpty()) {
            return CallToolResult.failure("Failed to parse aggregator config: " + String.join("; ", problems));
        }
        try {
            var document = file.load().document();
            return update(change.has("oauth") ? OldNames.renamed(document) : document, change);
        } catch (ConfigException | YamlException e) {
            return CallToolResult.failure("Failed to update aggregator config: " + e.getMessage());
        } catch (IOException e) {
            return CallToolResult.failure("Failed to update aggregator config: " + cannotWrite(e));
        }
    }

    /** Merges into what the file says now, not into what it said at the start: somebody may have edited it. */
    private CallToolResult update(JsonObject document, JsonObject change) throws IOException {
        var aggregator = document.object(AGGREGATOR).orElse(JsonObject.EMPTY);
        var merged = document.with(AGGREGATOR, ConfigChange.merge(aggregator, change, ConfigShape.AGGREGATOR));
        if (MusterConfig.decode(merged) instanceof Decoded.Invalid<MusterConfig>(var problems)) {
            return CallToolResult.failure("Failed to update aggregator config: "
                    + problems.stream().distinct().map(Problem::toString).collect(Collectors.joining("; ")));
        }
        file.write(merged);
        loaded = file.load();
        return CallToolResult.text("Successfully updated aggregator configuration" + restart());
    }

    private CallToolResult save() {
        try {
            if (file.exists() && !file.load().document().equals(loaded.document())) {
                throw new ToolFailure("failed to write config file: " + file.path()
                        + " was changed since it was read; call core_config_reload first");
            }
            file.write(file.exists() ? loaded.document() : starter());
            loaded = file.load();
            return CallToolResult.text("Configuration saved successfully");
        } catch (ConfigException | YamlException e) {
            throw new ToolFailure("failed to write config file: " + e.getMessage());
        } catch (IOException e) {
            throw new ToolFailure("failed to write config file: " + cannotWrite(e));
        }
    }

    /** A first file says where the server listens, so that there is something to edit. */
    private JsonObject starter() {
        var aggregator = complete().object(AGGREGATOR).orElse(JsonObject.EMPTY);
        var starter = JsonObject.builder();
        for (var key : List.of("port", "host", "transport")) {
            starter.putIfPresent(key, aggregator.get(key));
        }
        return JsonObject.of(AGGREGATOR, starter.build());
    }

    private CallToolResult reload() {
        try {
            loaded = file.load();
            return CallToolResult.text("Configuration reloaded successfully" + restart());
        } catch (ConfigException e) {
            throw new ToolFailure("failed to reload configuration: " + e.getMessage());
        }
    }

    private String restart() {
        return loaded.config().equals(running)
                ? ""
                : ". Restart required: the running server keeps its settings until then";
    }

    private String cannotWrite(IOException e) {
        return file.path() + ": " + e.getClass().getSimpleName();
    }
}
