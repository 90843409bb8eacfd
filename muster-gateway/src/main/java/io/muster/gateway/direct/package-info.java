/**
 * One backend on its own, names and content unchanged: {@link io.muster.gateway.direct.DirectServers} knows the server
 * behind {@code /servers/<name>/mcp}.
 */
@NullMarked
package io.muster.gateway.direct;

import org.jspecify.annotations.NullMarked;
