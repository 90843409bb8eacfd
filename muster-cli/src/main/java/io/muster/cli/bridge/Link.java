package io.muster.cli.bridge;

import io.muster.mcp.client.McpClient;

/** The connection to Muster as it is at one moment. */
public sealed interface Link {
    /** It is there. */
    record Up(McpClient client) implements Link {}

    /** It is not. */
    record Down(Pending reason) implements Link {}
}
