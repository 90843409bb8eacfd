package io.muster.cli.bridge;

import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Revision;
import io.muster.mcp.client.McpClient;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.mcp.client.ServerListener;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to Muster: at most one connection, and at most one attempt to open it at a time. Once somebody wanted a
 * connection, a lost one is opened again for ever, with growing pauses; whoever needs it in a pause makes the next
 * attempt begin at once. Thread-safe.
 */
public final class Uplink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Uplink.class);
    private static final Duration DIAL_LIMIT = Duration.ofSeconds(30);
    private static final Duration PING_LIMIT = Duration.ofSeconds(5);
    /** How long a server that was there a moment ago may take to restart before people are told that it is gone. */
    private static final Duration RESTART = Duration.ofSeconds(10);

    /** How long other calls may find out by themselves what became of them; a hang-up would say that they may have run. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final Dialler dialler;
    private final Observer observer;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final RandomGenerator random;
    private volatile Link link = new Link.Down(new Pending.Connecting());
    private @Nullable CompletableFuture<Void> attempt;
    private CompletableFuture<Void> opening = new CompletableFuture<>();
    private Instant expected = Instant.EPOCH;
    private Backoff backoff = Backoff.FIRST;
    private Scheduler.Timer retry = () -> {};
    private boolean closed;

    /** Opens one connection. */
    interface Dialler {
        /** @throws McpTransportException when there is no connection by the deadline */
        McpClient dial(ServerListener listener, Deadline deadline) throws InterruptedException;
    }

    /** Hears what becomes of the connection, and what the server says outside of calls. May block. */
    public interface Observer {
        void opened(McpClient client) throws InterruptedException;

        void down(Pending reason);

        void notified(Message.Notification notification);

        McpOutcome asked(Message.Request request) throws InterruptedException;
    }

    /** @param random spreads the attempts */
    Uplink(Dialler dialler, Observer observer, Scheduler scheduler, InstantSource clock, RandomGenerator random) {
        this.dialler = dialler;
        this.observer = observer;
        this.scheduler = scheduler;
        this.clock = clock;
        this.random = random;
    }

    public Link now() {
        return link;
    }

    /**
     * The connection; when there is none, the outcome of an attempt is awaited for so long, and the restart of a server
     * that was there a moment ago.
     */
    public Link reach(Duration patience) throws InterruptedException {
        if (link instanceof Link.Up up) {
            return up;
        }
        TimedWait.await(attempt(), patience, scheduler);
        if (link instanceof Link.Down(Pending.Unreachable _)) {
            awaitRestart();
        }
        return link;
    }

    private void awaitRestart() throws InterruptedException {
        CompletableFuture<Void> next;
        Duration left;
        synchronized (this) {
            next = opening;
            left = Duration.between(clock.instant(), expected);
        }
        if (left.isPositive()) {
            TimedWait.await(next, left, scheduler);
        }
    }

    /**
     * What to go on with after a call got no answer. A connection that broke says little about the session it belonged
     * to, so the server is asked whether it still knows us.
     */
    public Link after(McpClient client, McpTransportException failure, Duration patience) throws InterruptedException {
        var gone = switch (failure.fault()) {
            case Fault.SessionLost _, Fault.Unauthorized _, Fault.Closed _, Fault.Exited _, Fault.SpawnFailed _ -> true;
            case Fault.Network _ -> !answers(client);
            case Fault.Forbidden _, Fault.HttpStatus _, Fault.TimedOut _, Fault.ProtocolViolation _ -> false;
        };
        if (gone) {
            lost(client, failure);
        }
        return reach(patience);
    }

    private boolean answers(McpClient client) throws InterruptedException {
        var ping = new McpCall(Envelope.of(Revision.NEWEST_LEGACY), "ping", JsonObject.EMPTY);
        try {
            client.call(ping, ReplyChannel.NONE, Deadline.after(PING_LIMIT, clock));
            return true;
        } catch (McpTransportException silent) {
            return false;
        }
    }

    private void lost(McpClient client, McpTransportException cause) {
        var reason = Pending.of(cause);
        synchronized (this) {
            if (!(link instanceof Link.Up(var current)) || current != client) {
                return;
            }
            link = new Link.Down(reason);
            opening = new CompletableFuture<>();
            expected = clock.instant().plus(RESTART);
        }
        log.atInfo().addKeyValue("reason", cause.getMessage()).log("connection to Muster lost");
        observer.down(reason);
        redial();
        scheduler.after(
                LAST_WORDS, () -> Thread.ofVirtual().name("bridge-hang-up").start(client::close));
    }

    private synchronized CompletableFuture<Void> attempt() {
        if (closed || link instanceof Link.Up) {
            return CompletableFuture.completedFuture(null);
        }
        if (attempt != null) {
            return attempt;
        }
        retry.cancel();
        var begun = new CompletableFuture<Void>();
        attempt = begun;
        Thread.ofVirtual().name("bridge-dial").start(() -> dial(begun));
        return begun;
    }

    private void redial() {
        var _ = attempt();
    }

    private void dial(CompletableFuture<Void> begun) {
        var line = new Line();
        try {
            var client = dialler.dial(line, Deadline.after(DIAL_LIMIT, clock));
            if (!opened(client)) {
                client.close();
                return;
            }
            log.atInfo().log("connected to Muster");
            line.belongsTo(client);
            observer.opened(client);
        } catch (McpTransportException e) {
            failed(Pending.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException fault) {
            log.atError().setCause(fault).log("connecting to Muster failed unexpectedly");
            failed(new Pending.Refused(fault.toString()));
        } finally {
            ended(begun);
        }
    }

    /** The next attempt is due after a pause from here on: before, it would have found this one under way. */
    private void ended(CompletableFuture<Void> begun) {
        synchronized (this) {
            if (attempt == begun) {
                attempt = null;
                if (!closed) {
                    retry = scheduler.after(backoff.pause(random), this::redial);
                    backoff = backoff.longer();
                }
            }
        }
        begun.complete(null);
    }

    private synchronized boolean opened(McpClient client) {
        attempt = null;
        if (closed) {
            return false;
        }
        link = new Link.Up(client);
        backoff = Backoff.FIRST;
        opening.complete(null);
        return true;
    }

    private void failed(Pending reason) {
        boolean news;
        synchronized (this) {
            if (closed || link instanceof Link.Up) {
                return;
            }
            news = !link.equals(new Link.Down(reason));
            link = new Link.Down(reason);
        }
        if (news) {
            log.atInfo().addKeyValue("reason", reason).log("no connection to Muster");
            observer.down(reason);
        }
    }

    /** Ends the connection for good; bounded in time. */
    @Override
    public void close() {
        Link last;
        synchronized (this) {
            closed = true;
            retry.cancel();
            last = link;
            link = new Link.Down(new Pending.Closed());
            opening.complete(null);
        }
        if (last instanceof Link.Up(var client)) {
            client.close();
        }
    }

    /** One connection's listener. What ends before it has begun is lost as soon as it begins. */
    private final class Line implements ServerListener {
        private final CompletableFuture<McpClient> client = new CompletableFuture<>();

        void belongsTo(McpClient opened) {
            client.complete(opened);
        }

        @Override
        public void notified(Message.Notification notification) {
            observer.notified(notification);
        }

        @Override
        public McpOutcome asked(Message.Request request) throws InterruptedException {
            return observer.asked(request);
        }

        @Override
        public void disconnected(McpTransportException cause) {
            var _ = client.thenAccept(opened -> lost(opened, cause));
        }
    }
}
