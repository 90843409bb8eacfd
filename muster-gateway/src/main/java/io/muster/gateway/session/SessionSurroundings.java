package io.muster.gateway.session;

import io.muster.mcp.client.McpConnector;
import io.muster.wire.time.Scheduler;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What all sessions of a process share.
 *
 * @param executor gives every task a thread of its own
 */
public record SessionSurroundings(
        McpConnector connector, Scheduler scheduler, InstantSource clock, Executor executor) {}
