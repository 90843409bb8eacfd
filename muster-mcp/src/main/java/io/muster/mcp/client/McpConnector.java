package io.muster.mcp.client;

import io.muster.wire.time.Deadline;

/** Opens connections. */
public interface McpConnector {
    /**
     * Connects and completes the handshake.
     *
     * @throws McpTransportException when there is no connection by the deadline; nothing is left behind then
     */
    McpClient connect(ServerAddress address, ServerListener listener, Deadline deadline) throws InterruptedException;

    /**
     * Connects without a stream for what the server says outside of calls, where the transport leaves the choice: that is
     * heard while somebody waits in {@link McpClient#listen}.
     *
     * @throws McpTransportException when there is no connection by the deadline; nothing is left behind then
     */
    default McpClient connectWithoutStream(ServerAddress address, ServerListener listener, Deadline deadline)
            throws InterruptedException {
        return connect(address, listener, deadline);
    }
}
