package io.muster.gateway.backend;

import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.ServerListener;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;

/** Hears what a backend says outside of calls, over the connection of one attempt. */
record BackendSide(Backend backend, long attempt) implements ServerListener {
    @Override
    public void notified(Message.Notification notification) {
        backend.notified(attempt, notification);
    }

    /** A question that belongs to no call has nobody to answer it but the gateway, which has no roots of its own. */
    @Override
    public McpOutcome asked(Message.Request request) {
        return switch (request.method()) {
            case "ping" -> new McpOutcome.Complete(JsonObject.EMPTY);
            case "roots/list" -> new McpOutcome.Complete(JsonObject.of("roots", JsonArray.EMPTY));
            default ->
                new McpOutcome.Failed(McpError.methodNotFound("not supported outside of a call: " + request.method()));
        };
    }

    @Override
    public void disconnected(McpTransportException cause) {
        backend.lost(attempt, cause);
    }
}
