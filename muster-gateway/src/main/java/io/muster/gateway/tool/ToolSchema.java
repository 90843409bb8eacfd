package io.muster.gateway.tool;

import io.muster.mcp.Tool;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Builds the definition of a tool of our own: name, description and input schema. */
public final class ToolSchema {
    private final String name;
    private final String description;
    private final JsonObject.Builder properties = JsonObject.builder();
    private final List<String> required = new ArrayList<>();

    private ToolSchema(String name, String description) {
        this.name = name;
        this.description = description;
    }

    public static ToolSchema of(String name, String description) {
        return new ToolSchema(name, description);
    }

    public ToolSchema required(String argument, String type, String description) {
        required.add(argument);
        return optional(argument, type, description);
    }

    public ToolSchema optional(String argument, String type, String description) {
        return argument(argument, property(type, description));
    }

    public ToolSchema optional(String argument, String type, String description, JsonValue defaultValue) {
        return argument(argument, property(type, description).with("default", defaultValue));
    }

    /** An argument with a detailed schema. */
    public ToolSchema argument(String argument, JsonObject schema) {
        properties.put(argument, schema);
        return this;
    }

    public ToolSchema requiredArgument(String argument, JsonObject schema) {
        required.add(argument);
        return argument(argument, schema);
    }

    public static JsonObject property(String type, String description) {
        return JsonObject.builder()
                .put("type", type)
                .put("description", description)
                .build();
    }

    public Tool build() {
        var schema = JsonObject.builder().put("type", "object").put("properties", properties.build());
        if (!required.isEmpty()) {
            schema.put("required", JsonArray.ofStrings(required));
        }
        return new Tool(JsonObject.builder()
                .put("name", name)
                .put("description", description)
                .put("inputSchema", schema.build())
                .build());
    }
}
