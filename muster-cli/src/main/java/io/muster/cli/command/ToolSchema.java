package io.muster.cli.command;

import io.muster.cli.argument.ArgumentConversion;
import io.muster.cli.argument.Given;
import io.muster.wire.json.JsonObject;
import java.util.List;

/** Arguments of a tool by the tool's own schema. */
final class ToolSchema {
    private final Conversation server;

    ToolSchema(Conversation server) {
        this.server = server;
    }

    /** The arguments; without any the server is not asked for the schema. */
    JsonObject arguments(String tool, List<Given> given) throws InterruptedException {
        if (given.isEmpty()) {
            return JsonObject.EMPTY;
        }
        var described = server.call("describe_tool", JsonObject.of("name", tool), Conversation.SHORT);
        var schema = described.isError()
                ? JsonObject.EMPTY
                : Conversation.json(described)
                        .filter(JsonObject.class::isInstance)
                        .flatMap(description -> ((JsonObject) description).object("inputSchema"))
                        .orElse(JsonObject.EMPTY);
        return new ArgumentConversion(schema).convert(given);
    }
}
