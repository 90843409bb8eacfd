package io.muster.gateway.backend;

import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.ServerListener;

/** Hears what a backend says outside of calls, over the connection of one attempt. */
record BackendSide(Backend backend, long attempt) implements ServerListener {
    @Override
    public void notified(Message.Notification notification) {
        backend.notified(attempt, notification);
    }

    @Override
    public McpOutcome asked(Message.Request request) {
        return OutsideCalls.answer(request);
    }

    @Override
    public void disconnected(McpTransportException cause) {
        backend.lost(attempt, cause);
    }
}
