package io.muster.mcp;

import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** The result of {@code tools/call}; a lens that keeps members it does not know. */
public record CallToolResult(JsonObject json) {
    public static CallToolResult text(String text) {
        return of(text, false);
    }

    /** A failure that the tool itself reports, for the model to read. */
    public static CallToolResult failure(String text) {
        return of(text, true);
    }

    private static CallToolResult of(String text, boolean isError) {
        var item = JsonObject.builder().put("type", "text").put("text", text).build();
        var json = JsonObject.builder().put("content", JsonArray.of(item));
        return new CallToolResult(isError ? json.put("isError", true).build() : json.build());
    }

    public List<JsonValue> content() {
        return json.values("content");
    }

    public boolean isError() {
        return json.isTrue("isError");
    }

    public Optional<JsonObject> structuredContent() {
        return json.object("structuredContent");
    }
}
