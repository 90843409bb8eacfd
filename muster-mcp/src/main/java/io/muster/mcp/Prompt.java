package io.muster.mcp;

import io.muster.wire.json.JsonObject;

/** A prompt as {@code prompts/list} gives it; a lens that keeps members it does not know. */
public record Prompt(JsonObject json) {
    public String name() {
        return json.text("name", "");
    }

    public String description() {
        return json.text("description", "");
    }

    public Prompt withName(String name) {
        return new Prompt(json.with("name", name));
    }
}
