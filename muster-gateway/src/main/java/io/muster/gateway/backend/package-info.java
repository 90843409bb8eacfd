/**
 * The MCP servers behind the gateway: what is wanted of each ({@link io.muster.gateway.backend.BackendSpec}), how each is
 * doing ({@link io.muster.gateway.backend.BackendStatus}), and the live collection that starts, watches and heals them
 * ({@link io.muster.gateway.backend.Backends}).
 */
@NullMarked
package io.muster.gateway.backend;

import org.jspecify.annotations.NullMarked;
