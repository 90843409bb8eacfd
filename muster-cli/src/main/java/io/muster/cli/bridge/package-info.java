/**
 * Ways to stay connected to a running Muster: {@link io.muster.cli.bridge.Bridge} for an IDE that speaks MCP on standard
 * input and output, {@link io.muster.cli.bridge.Monitor} for a person who watches,
 * {@link io.muster.cli.bridge.Uplink} for one who works interactively. All outlive restarts of the server.
 */
@NullMarked
package io.muster.cli.bridge;

import org.jspecify.annotations.NullMarked;
