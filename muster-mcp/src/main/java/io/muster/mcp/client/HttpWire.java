package io.muster.mcp.client;

import io.muster.mcp.Message;
import io.muster.mcp.Revision;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streamable HTTP: a POST per message, a GET stream for what the server says by itself.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#streamable-http">Transports,
 *     streamable HTTP</a>
 */
final class HttpWire implements Wire {
    private static final Logger log = LoggerFactory.getLogger(HttpWire.class);

    /** How long a server may take to answer the request for its stream; some do not before they have something to say. */
    private static final Duration HEARING = Duration.ofSeconds(1);

    private final URI url;
    private final HttpLine line;
    private final Hearing hearing;
    private final ClientLimits limits;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final HttpSession session = new HttpSession();
    private final EventFeed heard;
    private final Map<PendingCall, HttpExchange> exchanges = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable Inbox inbox;
    private volatile @Nullable NotificationStream stream;

    HttpWire(
            ServerAddress.StreamableHttp address,
            OutboundClient http,
            Hearing hearing,
            ClientLimits limits,
            Scheduler scheduler,
            InstantSource clock) {
        this.url = address.url();
        this.line = new HttpLine(http, address.headers());
        this.hearing = hearing;
        this.limits = limits;
        this.scheduler = scheduler;
        this.clock = clock;
        this.heard = new EventFeed(limits.maxMessageBytes());
    }

    @Override
    public void open(Inbox inbox, Deadline deadline) {
        this.inbox = inbox;
    }

    @Override
    public void request(PendingCall call) {
        var exchange = new HttpExchange(call, url, line, session, opened(), limits, scheduler);
        exchanges.put(call, exchange);
        call.whenFailed(exchange::stop);
        // The reads of another thread than a virtual one cannot be interrupted, usually.
        if (hearing == Hearing.IN_CALLS || Thread.currentThread().isVirtual()) {
            exchange.run();
        } else {
            exchange.start();
        }
    }

    @Override
    public void release(PendingCall call) {
        var exchange = exchanges.remove(call);
        if (exchange != null) {
            exchange.release();
        }
    }

    @Override
    public void send(Message message, Deadline deadline) throws InterruptedException {
        try (var response = line.post(url, message, session.fields(), deadline)) {
            if (!HttpLine.isSuccess(response)) {
                throw HttpLine.refused(response, HttpLine.errorBody(response), session.wasGiven());
            }
        }
    }

    @Override
    public void agreed(Revision revision) {
        session.agreed(revision);
    }

    @Override
    public void listen(Deadline deadline) throws InterruptedException {
        if (hearing != Hearing.ALWAYS) {
            return;
        }
        var listening = new NotificationStream(url, line, session, opened(), limits, scheduler, clock);
        stream = listening;
        listening.start();
        if (closed.get()) {
            listening.stop();
        }
        var left = deadline.left(clock.instant());
        TimedWait.await(listening.answered(), left.compareTo(HEARING) < 0 ? left : HEARING, scheduler);
    }

    @Override
    public StreamEnd hear() throws InterruptedException {
        return new Listening(url, line, session, opened(), heard).read();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        var listening = stream;
        if (listening != null) {
            listening.stop();
        }
        if (session.isAlive()) {
            endSession();
        }
    }

    /** Gives the server a limited time to hear that the session is over; headers may take their time, too. */
    private void endSession() {
        var told = new CompletableFuture<Void>();
        var task = HttpTask.of("mcp-end-session", self -> {
            try (var response =
                    self.hold(line.delete(url, session.fields(), Deadline.after(limits.closeBudget(), clock)))) {
                log.atDebug().addKeyValue("status", response.status()).log("session ended");
            } catch (RuntimeException e) {
                log.atDebug()
                        .addKeyValue("reason", e.getMessage())
                        .log("the server did not hear that the session is over");
            } finally {
                told.complete(null);
            }
        });
        if (hearing == Hearing.IN_CALLS) {
            task.run();
            return;
        }
        task.start();
        try {
            if (!TimedWait.await(told, limits.closeBudget(), scheduler)) {
                task.stop();
            }
        } catch (InterruptedException e) {
            task.stop();
            Thread.currentThread().interrupt();
        }
    }

    private Inbox opened() {
        var known = inbox;
        if (known == null) {
            throw new IllegalStateException("not open");
        }
        return known;
    }
}
