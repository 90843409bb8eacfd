package io.muster.gateway.backend;

import io.muster.mcp.client.McpClient;

/** The connection that an attempt led to. */
record OpenLine(long attempt, McpClient client) {}
