/** The aggregate endpoint: {@link io.muster.gateway.call.GatewayServer} answers what clients send to {@code /mcp}. */
@NullMarked
package io.muster.gateway.call;

import org.jspecify.annotations.NullMarked;
