package io.muster.authserver.provider;

import io.muster.wire.meter.Meters;
import io.muster.wire.outbound.OutboundClient;

/** How the provider is reached, and what is measured of it. */
record Web(OutboundClient outbound, Meters meters) {
    Calls calls() {
        return new Calls(outbound, meters);
    }
}
