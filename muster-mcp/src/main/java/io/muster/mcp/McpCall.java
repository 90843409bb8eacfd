package io.muster.mcp;

import io.muster.wire.json.JsonObject;

/** One self-contained request: nothing outside of it is needed to answer it. */
public record McpCall(Envelope envelope, String method, JsonObject params) {
    public McpCall withParams(JsonObject changed) {
        return new McpCall(envelope, method, changed);
    }
}
