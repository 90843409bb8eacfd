package io.muster.gateway.metatool;

import io.muster.mcp.CallToolResult;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonValue;

/** The answers of meta-tools as text. */
final class Texts {
    private Texts() {}

    static CallToolResult indented(JsonValue value) {
        return CallToolResult.text(Json.text(value, JsonFormat.INDENTED));
    }
}
