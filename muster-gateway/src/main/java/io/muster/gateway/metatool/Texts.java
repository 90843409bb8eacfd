package io.muster.gateway.metatool;

import io.muster.mcp.CallToolResult;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonValue;

/** The answers of meta-tools as text. */
final class Texts {
    /** Bytes beyond which nobody reads it line by line; spaces may be many times more than values. */
    private static final int LONG = 1 << 20;

    private Texts() {}

    static CallToolResult indented(JsonValue value) {
        return CallToolResult.text(
                Json.text(value, Json.sizeHint(value) > LONG ? JsonFormat.COMPACT : JsonFormat.INDENTED));
    }
}
