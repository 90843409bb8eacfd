package io.muster.mcp.client;

import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.ServerHello;
import io.muster.wire.time.Deadline;

/** An open connection to one MCP server. Thread-safe; any number of calls may be in flight. */
public interface McpClient extends AutoCloseable {
    ServerHello hello();

    /**
     * Makes a call. Progress, logging and questions of the server that belong to the call go to {@code reply}; the
     * caller's progress token is replaced on the wire and restored on the way back, so that callers need not agree on
     * tokens.
     *
     * @throws McpTransportException when there was no answer
     * @throws InterruptedException when the calling thread is interrupted; the server is told that the call is cancelled
     */
    McpOutcome call(McpCall call, ReplyChannel reply, Deadline deadline) throws InterruptedException;

    /** Sends a notification. */
    void send(Message.Notification notification) throws InterruptedException;

    /**
     * Waits on what the server says outside of calls until that ends, which is not repaired here; an interrupt ends it. For
     * connections made with {@link McpConnector#connectWithoutStream}.
     *
     * @throws McpTransportException when the connection has ended
     */
    StreamEnd listen() throws InterruptedException;

    /** Ends the connection: calls in flight fail, a child process is stopped. Idempotent; bounded in time. */
    @Override
    void close();
}
