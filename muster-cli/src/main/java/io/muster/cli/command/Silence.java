package io.muster.cli.command;

import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.ServerListener;

/** Listens to nothing that the server says by itself. */
final class Silence implements ServerListener {
    static final Silence LISTENER = new Silence();

    private Silence() {}

    @Override
    public void notified(Message.Notification notification) {}

    @Override
    public McpOutcome asked(Message.Request request) {
        return new McpOutcome.Failed(McpError.methodNotFound("the command line cannot be asked"));
    }

    @Override
    public void disconnected(McpTransportException cause) {}
}
