/**
 * The stores on a Valkey or Redis server that all replicas share: {@link io.muster.valkey.ValkeyStores}. The only place
 * that knows the client library.
 */
@NullMarked
package io.muster.valkey;

import org.jspecify.annotations.NullMarked;
