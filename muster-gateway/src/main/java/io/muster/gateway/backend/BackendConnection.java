package io.muster.gateway.backend;

import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.ServerHello;
import io.muster.wire.time.Deadline;

/** The right to use one backend now. Obtained for each call, never kept. */
public interface BackendConnection {
    /**
     * How the backend introduced itself. A connection that has to be opened for it may take a while.
     *
     * @throws io.muster.mcp.client.McpTransportException when there is none
     */
    ServerHello hello() throws InterruptedException;

    /**
     * Makes a call, which must end by the deadline and within the timeout of the backend. A backend that lost our transport session is initialised again, and the call repeated once when it
     * cannot have run.
     *
     * @throws io.muster.mcp.client.McpTransportException when there was no answer
     */
    McpOutcome call(McpCall call, ReplyChannel reply, Deadline deadline) throws InterruptedException;

    void send(Message.Notification notification) throws InterruptedException;
}
