package io.muster.mcp;

import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.util.Optional;

/** A JSON-RPC error. */
public record McpError(int code, String message, Optional<JsonValue> data) {
    public static final int PARSE_ERROR = -32700;
    public static final int INVALID_REQUEST = -32600;
    public static final int METHOD_NOT_FOUND = -32601;
    public static final int INVALID_PARAMS = -32602;
    public static final int INTERNAL_ERROR = -32603;
    /** Up to 2025-11-25; later revisions use {@link #INVALID_PARAMS}. */
    public static final int RESOURCE_NOT_FOUND = -32002;
    /** 2025-11-25: the client must open a URL first. */
    public static final int URL_ELICITATION_REQUIRED = -32042;

    public static McpError of(int code, String message) {
        return new McpError(code, message, Optional.empty());
    }

    public static McpError invalidRequest(String message) {
        return of(INVALID_REQUEST, message);
    }

    public static McpError invalidParams(String message) {
        return of(INVALID_PARAMS, message);
    }

    public static McpError methodNotFound(String message) {
        return of(METHOD_NOT_FOUND, message);
    }

    public static McpError internal(String message) {
        return of(INTERNAL_ERROR, message);
    }

    /** Reads an error object leniently: peers forget members. */
    public static McpError of(JsonObject json) {
        return new McpError(
                (int) json.integer("code").orElse(INTERNAL_ERROR), json.text("message", ""), json.get("data"));
    }

    public JsonObject json() {
        return JsonObject.builder()
                .put("code", code)
                .put("message", message)
                .putIfPresent("data", data)
                .build();
    }
}
