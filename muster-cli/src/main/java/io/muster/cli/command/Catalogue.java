package io.muster.cli.command;

import io.muster.cli.format.Capabilities;
import io.muster.cli.format.OutputFormat;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.util.List;

/** The tools, resources and prompts that the server offers. */
final class Catalogue {
    private static final long EVERYTHING = 1_000_000;

    private Catalogue() {}

    static List<JsonObject> fetch(Conversation server, Capabilities.Kind kind) throws InterruptedException {
        var withSchema = kind == Capabilities.Kind.TOOL && server.format() == OutputFormat.WIDE;
        var result = withSchema
                ? server.require(
                        "filter_tools",
                        JsonObject.builder()
                                .put("include_schema", true)
                                .put("limit", EVERYTHING)
                                .build(),
                        Conversation.SHORT)
                : server.require("list_" + kind.noun() + "s", JsonObject.EMPTY, Conversation.SHORT);
        // An empty catalogue is told by a sentence, which is no JSON.
        return Conversation.json(result).stream()
                .flatMap(value -> items(value).stream())
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .toList();
    }

    private static List<JsonValue> items(JsonValue value) {
        return switch (value) {
            case JsonArray array -> array.values();
            case JsonObject object -> object.values("tools");
            default -> List.of();
        };
    }
}
