/**
 * Connections to MCP servers. {@link io.muster.mcp.client.McpConnector} opens one over stdio, streamable HTTP or
 * HTTP+SSE; how the revisions differ stays in here.
 */
@NullMarked
package io.muster.mcp.client;

import org.jspecify.annotations.NullMarked;
