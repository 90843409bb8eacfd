package io.muster.verify.program;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.util.stream.Collectors;

/** The result of a tool call. */
public record ToolAnswer(JsonObject json) {
    public boolean isError() {
        return json.isTrue("isError");
    }

    /** All texts of the content. */
    public String text() {
        return json.values("content").stream()
                .map(item -> ((JsonObject) item).text("text", ""))
                .collect(Collectors.joining("\n"));
    }

    /** The text as the JSON object that it is. */
    public JsonObject document() {
        return Json.parseObject(text());
    }
}
