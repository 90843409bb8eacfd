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
}
