/**
 * What protects the MCP endpoints: bearer tokens of this server and of issuers that are trusted, the challenges for
 * requests without one, and the documents that lead clients to a token.
 */
@NullMarked
package io.muster.authserver.resource;

import org.jspecify.annotations.NullMarked;
