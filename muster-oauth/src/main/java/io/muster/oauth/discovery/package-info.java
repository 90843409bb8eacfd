/**
 * Finds out which authorization server issues tokens for an MCP server, whatever of its metadata a vendor publishes. The
 * order of steps is data, every step's outcome is kept, and what cannot be confirmed is bound to the server it came from.
 */
@NullMarked
package io.muster.oauth.discovery;

import org.jspecify.annotations.NullMarked;
