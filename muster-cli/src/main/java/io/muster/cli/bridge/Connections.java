package io.muster.cli.bridge;

import io.muster.mcp.client.ClientLimits;
import io.muster.mcp.client.Introduction;
import io.muster.mcp.client.TransportConnector;
import io.muster.wire.json.JsonObject;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Connections that are watched closely: it is noticed within seconds that Muster was restarted.
 *
 * @param version of this program
 * @param random spreads attempts
 */
public record Connections(
        String version, OutboundClient http, Scheduler scheduler, InstantSource clock, RandomGenerator random) {
    private static final ClientLimits LIMITS = new ClientLimits(
            ClientLimits.DEFAULT.maxMessageBytes(),
            ClientLimits.DEFAULT.sendBudget(),
            Duration.ofSeconds(1),
            Duration.ofMillis(250),
            Duration.ofSeconds(4),
            ClientLimits.DEFAULT.child(),
            ClientLimits.DEFAULT.inherited());

    TransportConnector connector() {
        return new TransportConnector(http, scheduler, clock, random, version, LIMITS);
    }

    /**
     * The way of a person to a Muster, not connected yet.
     *
     * @param capabilities what the person can be asked for
     */
    public Uplink uplink(Destination destination, JsonObject capabilities, Uplink.Observer observer) {
        var connector = connector();
        var introduction = new Introduction(
                JsonObject.builder()
                        .put("name", "muster-agent")
                        .put("version", version)
                        .build(),
                capabilities);
        return new Uplink(
                (listener, deadline) -> connector.connect(destination.address(), introduction, listener, deadline),
                observer,
                scheduler,
                clock,
                random);
    }
}
