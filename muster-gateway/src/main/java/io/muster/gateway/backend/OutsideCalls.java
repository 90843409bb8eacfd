package io.muster.gateway.backend;

import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;

/**
 * What a backend is answered that asks something outside of calls: there is nobody to answer it but the gateway, which has no
 * roots of its own.
 */
public final class OutsideCalls {
    private OutsideCalls() {}

    public static McpOutcome answer(Message.Request request) {
        return switch (request.method()) {
            case "ping" -> new McpOutcome.Complete(JsonObject.EMPTY);
            case "roots/list" -> new McpOutcome.Complete(JsonObject.of("roots", JsonArray.EMPTY));
            default ->
                new McpOutcome.Failed(McpError.methodNotFound("not supported outside of a call: " + request.method()));
        };
    }
}
