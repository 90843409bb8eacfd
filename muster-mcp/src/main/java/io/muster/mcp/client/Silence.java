package io.muster.mcp.client;

import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;

/** Takes no interest in what the server says by itself. */
enum Silence implements ServerListener {
    LISTENER;

    @Override
    public void notified(Message.Notification notification) {}

    @Override
    public McpOutcome asked(Message.Request request) {
        return new McpOutcome.Failed(McpError.methodNotFound("the client cannot be asked"));
    }

    @Override
    public void disconnected(McpTransportException cause) {}
}
