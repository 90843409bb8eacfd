package io.muster.bench;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** An answer to {@code tools/list} of 215 tools as servers give it: long descriptions and nested schemas, 231 KB. */
final class ToolsList {
    private static final int TOOLS = 215;
    private static final String SENTENCE =
            "Reads the \"current\" state — of one resource, and answers it; see the manual. ";

    private ToolsList() {}

    static byte[] generate() {
        var tools = new ArrayList<JsonValue>();
        for (int i = 0; i < TOOLS; i++) {
            tools.add(tool(i));
        }
        return Json.bytes(JsonObject.builder()
                .put("jsonrpc", "2.0")
                .put("id", 7)
                .put("result", JsonObject.of("tools", JsonArray.of(tools)))
                .build());
    }

    private static JsonObject tool(int number) {
        var properties = JsonObject.builder();
        for (var name : List.of("namespace", "resource", "selector", "limit")) {
            properties.put(
                    name,
                    JsonObject.builder()
                            .put("type", name.equals("limit") ? "integer" : "string")
                            .put("description", SENTENCE)
                            .build());
        }
        return JsonObject.builder()
                .put("name", "resource_tool_" + number)
                .put("description", SENTENCE.repeat(5))
                .put(
                        "inputSchema",
                        JsonObject.builder()
                                .put("type", "object")
                                .put("properties", properties.build())
                                .put("required", JsonArray.ofStrings(List.of("namespace", "resource")))
                                .build())
                .put(
                        "annotations",
                        JsonObject.builder().put("readOnlyHint", true).build())
                .build();
    }
}
