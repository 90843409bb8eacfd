package io.muster.mcp;

import io.muster.wire.json.JsonObject;

/** A resource as {@code resources/list} gives it; a lens that keeps members it does not know. */
public record ResourceEntry(JsonObject json) {
    public String uri() {
        return json.text("uri", "");
    }

    public String name() {
        return json.text("name", "");
    }

    public String description() {
        return json.text("description", "");
    }

    public String mimeType() {
        return json.text("mimeType", "");
    }

    public ResourceEntry withUri(String uri) {
        return new ResourceEntry(json.with("uri", uri));
    }
}
