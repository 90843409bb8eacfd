package io.muster.mcp;

import io.muster.wire.json.JsonObject;

/** A tool as {@code tools/list} gives it; a lens that keeps members it does not know. */
public record Tool(JsonObject json) {
    public String name() {
        return json.text("name", "");
    }

    public String description() {
        return json.text("description", "");
    }

    public JsonObject inputSchema() {
        return json.object("inputSchema").orElse(JsonObject.EMPTY);
    }

    public JsonObject meta() {
        return json.object("_meta").orElse(JsonObject.EMPTY);
    }

    public Tool withName(String name) {
        return new Tool(json.with("name", name));
    }
}
