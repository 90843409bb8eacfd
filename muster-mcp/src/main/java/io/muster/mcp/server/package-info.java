/**
 * Server transports: streamable HTTP, HTTP+SSE and stdio in front of one {@link io.muster.mcp.McpServer}. The only state
 * is the transport session of the legacy era.
 */
@NullMarked
package io.muster.mcp.server;

import org.jspecify.annotations.NullMarked;
