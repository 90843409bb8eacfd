/**
 * The eras with a handshake, up to 2025-11-25: transport sessions as a cache of envelope defaults, their calls, questions
 * and streams. Nothing outside of this package knows of them; a server without it speaks the stateless protocol only.
 */
@NullMarked
package io.muster.mcp.server.legacy;

import org.jspecify.annotations.NullMarked;
