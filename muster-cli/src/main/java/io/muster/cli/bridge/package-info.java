/**
 * Ways to stay connected to a running Muster: {@link io.muster.cli.bridge.Bridge} for an IDE that speaks MCP on standard
 * input and output, {@link io.muster.cli.bridge.Monitor} for a person who watches. Both outlive restarts of the server.
 */
@NullMarked
package io.muster.cli.bridge;

import org.jspecify.annotations.NullMarked;
