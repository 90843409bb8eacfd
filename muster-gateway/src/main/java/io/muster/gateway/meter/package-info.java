/** Counts what goes through the gateway: {@link io.muster.gateway.meter.GatewayMeters}. Nothing else knows of it. */
@NullMarked
package io.muster.gateway.meter;

import org.jspecify.annotations.NullMarked;
