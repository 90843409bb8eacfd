package io.muster.cli.bridge;

import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.client.McpClient;
import io.muster.mcp.client.McpTransportException;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonFormat;
import io.muster.wire.json.JsonObject;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;

/** Prints what there is at a Muster, and from then on what changes and what it says, until told to stop. */
public final class Monitor implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Destination destination;
    private final MonitorLog log;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final Uplink uplink;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Map<Listing, NavigableSet<String>> known = new EnumMap<>(Listing.class);
    private boolean connected;

    /**
     * How it looks.
     *
     * @param verbose whether signs of life are shown, too
     * @param jsonRpc whether messages are shown in full
     * @param zone of the times
     */
    public record Style(boolean color, boolean verbose, boolean jsonRpc, ZoneId zone) {}

    public Monitor(
            String version,
            Destination destination,
            OutboundClient http,
            Style style,
            PrintWriter out,
            Scheduler scheduler,
            InstantSource clock,
            RandomGenerator random) {
        this.destination = destination;
        this.log = new MonitorLog(style, out, clock);
        this.scheduler = scheduler;
        this.clock = clock;
        this.uplink = new Connections(version, http, scheduler, clock, random)
                .uplink(destination, JsonObject.EMPTY, new Events());
    }

    /**
     * Watches until the monitor is told to stop.
     *
     * @throws io.muster.cli.client.ConnectionFailure when there is no connection to begin with
     */
    public void run() throws InterruptedException {
        new Arrival(destination, scheduler).await(uplink, log::info);
        ended.await();
    }

    /** The process is told to stop. */
    public void interrupted() {
        log.info("Received interrupt signal, shutting down gracefully...");
        close();
    }

    @Override
    public void close() {
        uplink.close();
        ended.countDown();
    }

    private synchronized void opened(McpClient client) throws InterruptedException {
        log.success("Session initialized successfully (protocol: "
                + client.hello().revision().date() + ")");
        for (var listing : Listing.values()) {
            if (connected) {
                refresh(listing, client);
            } else {
                list(listing, client);
            }
        }
        connected = true;
    }

    private void list(Listing listing, McpClient client) throws InterruptedException {
        log.lines(read(listing, client).stream().map(name -> "  " + name).toList());
    }

    private synchronized void refresh(Listing listing, McpClient client) throws InterruptedException {
        var before = known.getOrDefault(listing, new TreeSet<>());
        var difference = Listing.difference(before, read(listing, client));
        if (!difference.isEmpty()) {
            log.info(listing.changesDetected());
            log.lines(difference);
        }
    }

    private NavigableSet<String> read(Listing listing, McpClient client) throws InterruptedException {
        var question = listing.question();
        log.request("tools/call", question, "Listing available " + listing.word() + "...");
        var call = new McpCall(Envelope.of(client.hello().revision()), "tools/call", question);
        var result = switch (client.call(call, ReplyChannel.NONE, Deadline.after(PATIENCE, clock))) {
            case McpOutcome.Complete(var complete) -> complete;
            case McpOutcome.Failed(var error) -> error.json();
            case McpOutcome.InputRequired asked -> asked.requests();
        };
        var names = listing.names(result);
        log.response("tools/call", result, "Found " + names.size() + " " + listing.word());
        known.put(listing, names);
        return names;
    }

    private void notified(Message.Notification notification) {
        var method = notification.method();
        if (method.equals("$/keepalive")) {
            log.debug("Received notification: " + method);
            return;
        }
        for (var listing : Listing.values()) {
            if (method.equals(listing.changed())) {
                log.notification(
                        method, notification.params(), listing.title() + " list changed! Fetching updated list...");
                refreshLater(listing);
                return;
            }
        }
        var params = notification.params().isEmpty() ? "" : " " + Json.text(notification.params(), JsonFormat.COMPACT);
        log.notification(method, notification.params(), "Received notification: " + method + params);
    }

    private void refreshLater(Listing listing) {
        if (!(uplink.now() instanceof Link.Up(var client))) {
            return;
        }
        try {
            refresh(listing, client);
        } catch (McpTransportException e) {
            log.error("The list of " + listing.word() + " cannot be read: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the connection brings. */
    private final class Events implements Uplink.Observer {
        @Override
        public void opened(McpClient client) throws InterruptedException {
            Monitor.this.opened(client);
        }

        @Override
        public void down(Pending reason) {
            if (ended.getCount() > 0) {
                log.error(reason.text(destination));
            }
        }

        @Override
        public void notified(Message.Notification notification) {
            Monitor.this.notified(notification);
        }

        @Override
        public McpOutcome asked(Message.Request request) {
            log.notification(request.method(), request.params(), "Received request: " + request.method());
            return new McpOutcome.Failed(McpError.methodNotFound("nobody is here to answer"));
        }
    }
}
