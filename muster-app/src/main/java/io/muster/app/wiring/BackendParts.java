package io.muster.app.wiring;

import io.muster.gateway.backend.BackendTimings;
import io.muster.gateway.backend.Backends;
import io.muster.mcp.client.ClientLimits;
import io.muster.mcp.client.McpConnector;
import io.muster.mcp.client.TransportConnector;
import io.muster.wire.outbound.HttpOutboundClient;
import io.muster.wire.outbound.OutboundPolicy;
import io.muster.wire.outbound.ProxySettings;
import io.muster.wire.time.Scheduler;

/** The way to the backends. */
record BackendParts(Backends backends, McpConnector connector) {
    static BackendParts create(Environment environment, Scheduler scheduler, Lifecycle lifecycle) {
        var outbound = lifecycle.own(new HttpOutboundClient(
                OutboundPolicy.OPERATOR,
                environment.trust(),
                ProxySettings.of(environment.variables()),
                environment.clock(),
                scheduler));
        var connector = new TransportConnector(
                outbound,
                scheduler,
                environment.clock(),
                environment.random(),
                environment.version(),
                ClientLimits.DEFAULT);
        var backends = lifecycle.own(
                new Backends(connector, scheduler, environment.clock(), BackendTimings.of(environment.variables())));
        return new BackendParts(backends, connector);
    }
}
