package io.muster.mcp.client;

import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;

/** Hears what a server says outside of any call. Methods are called from threads of the connection and may block. */
public interface ServerListener {
    void notified(Message.Notification notification);

    /** The server asks something that belongs to no call in flight, or to several. */
    McpOutcome asked(Message.Request request) throws InterruptedException;

    /** The connection ended without {@link McpClient#close}: a child exited, a stream is gone for good. Called once. */
    void disconnected(McpTransportException cause);
}
