/**
 * The Model Context Protocol as values: messages, outcomes, revisions and lenses over protocol documents. Handshakes,
 * transport sessions and streams exist only in {@code mcp.server} and {@code mcp.client}.
 */
@NullMarked
package io.muster.mcp;

import org.jspecify.annotations.NullMarked;
