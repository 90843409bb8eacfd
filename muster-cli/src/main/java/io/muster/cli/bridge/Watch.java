package io.muster.cli.bridge;

import io.muster.mcp.ClientChannel;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.McpRejection;
import io.muster.mcp.McpServer.Interest;
import io.muster.mcp.McpServer.Subscription;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.client.McpClient;
import io.muster.mcp.client.McpTransportException;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the IDE listens to: all notifications, and updates of the resources that it named. Subscriptions belong to a
 * connection, so they are made again on each new one.
 */
final class Watch implements Subscription {
    private static final Logger log = LoggerFactory.getLogger(Watch.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Uplink uplink;
    private final Envelope envelope;
    private final ClientChannel channel;
    private final InstantSource clock;
    private Set<String> resources = Set.of();

    Watch(Uplink uplink, Envelope envelope, ClientChannel channel, InstantSource clock) {
        this.uplink = uplink;
        this.envelope = envelope;
        this.channel = channel;
        this.clock = clock;
    }

    void tell(Message.Notification notification) {
        channel.offer(notification);
    }

    /** @throws McpRejection when Muster refuses; without a connection it is asked later */
    @Override
    public void change(Interest interest) throws InterruptedException {
        var before = exchange(interest.resources());
        if (uplink.now() instanceof Link.Up(var client)) {
            for (var uri : without(interest.resources(), before)) {
                ask(client, "resources/subscribe", uri);
            }
            for (var uri : without(before, interest.resources())) {
                ask(client, "resources/unsubscribe", uri);
            }
        }
    }

    /** A new connection: nothing is known of what happened to the resources since the last one. */
    void renew(McpClient client) throws InterruptedException {
        for (var uri : current()) {
            try {
                ask(client, "resources/subscribe", uri);
                tell(Message.Notification.of("notifications/resources/updated", JsonObject.of("uri", uri)));
            } catch (McpRejection refused) {
                log.atDebug().addKeyValue("reason", refused.getMessage()).log("a subscription was not renewed");
            }
        }
    }

    private void ask(McpClient client, String method, String uri) throws InterruptedException {
        var call = new McpCall(envelope, method, JsonObject.of("uri", uri));
        try {
            var outcome = client.call(call, ReplyChannel.NONE, Deadline.after(LIMIT, clock));
            if (outcome instanceof McpOutcome.Failed(var error)) {
                throw new McpRejection(error);
            }
        } catch (McpTransportException e) {
            log.atDebug().addKeyValue("reason", e.getMessage()).log("a subscription waits for the next connection");
        }
    }

    private synchronized Set<String> exchange(Set<String> wanted) {
        var before = resources;
        resources = wanted;
        return before;
    }

    private synchronized Set<String> current() {
        return resources;
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        var rest = new HashSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    @Override
    public void close() {
        // The connection, and with it what is subscribed to, ends with the process.
    }
}
