package io.muster.cli.bridge;

import io.muster.mcp.client.ClientLimits;
import io.muster.mcp.client.TransportConnector;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Connections that are watched closely: it is noticed within seconds that Muster was restarted. */
final class Connections {
    private static final ClientLimits LIMITS = new ClientLimits(
            ClientLimits.DEFAULT.maxMessageBytes(),
            ClientLimits.DEFAULT.sendBudget(),
            Duration.ofSeconds(1),
            Duration.ofMillis(250),
            Duration.ofSeconds(4),
            ClientLimits.DEFAULT.child(),
            ClientLimits.DEFAULT.inherited());

    private Connections() {}

    static TransportConnector connector(
            String version, OutboundClient http, Scheduler scheduler, InstantSource clock, RandomGenerator random) {
        return new TransportConnector(http, scheduler, clock, random, version, LIMITS);
    }
}
