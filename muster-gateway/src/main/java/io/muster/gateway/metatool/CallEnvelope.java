package io.muster.gateway.metatool;

import io.muster.mcp.CallToolResult;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Wraps the result of a tool into the result of {@code call_tool}: one text item with {@code isError}, {@code content} and
 * {@code structuredContent} of the tool as compact JSON. Images and audio are only mentioned in the text and follow it as
 * content items of their own, so that nothing is lost and no text is flooded. Pure.
 */
final class CallEnvelope {
    private static final Set<String> WRAPPED = Set.of("content", "isError");

    private CallEnvelope() {}

    static CallToolResult of(CallToolResult inner) {
        var content = inner.content();
        var binary = content.stream().filter(CallEnvelope::isBinary).toList();
        var text = JsonObject.builder()
                .put("isError", inner.isError())
                .put("content", binary.isEmpty() ? unchanged(inner) : mentioned(content))
                .putIfPresent("structuredContent", inner.json().get("structuredContent"));
        var outer =
                JsonObject.builder().put("content", outerContent(Json.text(text.build(), JsonFormat.COMPACT), binary));
        if (inner.isError()) {
            outer.put("isError", true);
        }
        // structuredContent, _meta, and whatever else a later revision adds to results.
        for (var member : inner.json().members()) {
            if (!WRAPPED.contains(member.name())) {
                outer.put(member.name(), member.value());
            }
        }
        return new CallToolResult(outer.build());
    }

    private static JsonValue unchanged(CallToolResult inner) {
        return inner.json().array("content").orElse(JsonArray.EMPTY);
    }

    private static JsonArray outerContent(String envelope, List<JsonValue> binary) {
        var items = new ArrayList<JsonValue>(1 + binary.size());
        items.add(JsonObject.builder().put("type", "text").put("text", envelope).build());
        items.addAll(binary);
        return JsonArray.of(items);
    }

    private static JsonArray mentioned(List<JsonValue> content) {
        return JsonArray.of(content.stream()
                .map(item -> isBinary(item) && item instanceof JsonObject object ? mention(object) : item)
                .toList());
    }

    /** What stands for an image or sound where only text can be. */
    static JsonObject mention(JsonObject binary) {
        return JsonObject.builder()
                .put("type", binary.text("type", ""))
                .put("mimeType", binary.text("mimeType", ""))
                .put("dataSize", binary.text("data", "").length())
                .build();
    }

    static boolean isBinary(JsonValue item) {
        return item instanceof JsonObject object
                && (object.text("type", "").equals("image")
                        || object.text("type", "").equals("audio"));
    }
}
