package io.muster.mcp.client;

import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.ServerHello;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of the legacy era: pairs requests with answers over any {@link Wire}. A deadline is a limit for the
 * whole call; progress does not extend it, since the caller chose it knowing how long it can wait. Only while a question
 * of the server waits for the caller's own answer the server is not late: the time then begins anew.
 */
final class Connection implements McpClient {
    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    private static final Phase OPENING = new Phase.Opening();
    private static final Phase OPEN = new Phase.Open();

    private final Wire wire;
    private final ServerListener listener;
    private final ClientLimits limits;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final Calls calls = new Calls();
    private final Mailbox mailbox = new Mailbox();
    private final Questions questions = new Questions(this::respond);
    private final AtomicReference<Phase> phase = new AtomicReference<>(OPENING);
    private volatile @Nullable ServerHello hello;

    private sealed interface Phase {
        record Opening() implements Phase {}

        record Open() implements Phase {}

        record Ended(McpTransportException cause) implements Phase {}
    }

    private Connection(
            Wire wire, ServerListener listener, ClientLimits limits, Scheduler scheduler, InstantSource clock) {
        this.wire = wire;
        this.listener = listener;
        this.limits = limits;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /** Opens the line and completes the handshake; closes the line when that fails. */
    static Connection open(
            Wire wire,
            Handshake handshake,
            ServerListener listener,
            ClientLimits limits,
            Scheduler scheduler,
            InstantSource clock,
            Deadline deadline)
            throws InterruptedException {
        var connection = new Connection(wire, listener, limits, scheduler, clock);
        var opened = false;
        try {
            connection.begin(handshake, deadline);
            opened = true;
            return connection;
        } finally {
            if (!opened) {
                connection.close();
            }
        }
    }

    private void begin(Handshake handshake, Deadline deadline) throws InterruptedException {
        wire.open(new Dispatch(calls, questions, mailbox, listener, limits.maxMessageBytes(), this::ended), deadline);
        var agreed = handshake.run(call -> exchange(call, ReplyChannel.NONE, deadline));
        hello = agreed;
        wire.agreed(agreed.revision());
        wire.send(Message.Notification.of("notifications/initialized", JsonObject.EMPTY), deadline);
        phase.compareAndSet(OPENING, OPEN);
        requireAlive();
        wire.listen(deadline);
    }

    @Override
    public ServerHello hello() {
        var known = hello;
        if (known == null) {
            throw new IllegalStateException("no handshake yet");
        }
        return known;
    }

    @Override
    public McpOutcome call(McpCall call, ReplyChannel reply, Deadline deadline) throws InterruptedException {
        return exchange(call, reply, deadline);
    }

    private McpOutcome exchange(McpCall call, ReplyChannel reply, Deadline deadline) throws InterruptedException {
        var now = clock.instant();
        if (deadline.passed(now)) {
            throw Faults.timedOut(false);
        }
        var pending = calls.add(call, reply, deadline);
        var timer = Optional.of(deadline)
                .filter(limit -> !limit.isNone())
                .map(limit -> scheduler.every(limit.left(now), () -> expire(pending)));
        try {
            // After the call is in the table, so that an end of the connection in between is not missed.
            requireAlive();
            wire.request(pending);
            return pending.await();
        } catch (InterruptedException e) {
            cancel(pending, "the client cancelled the call");
            throw e;
        } catch (McpTransportException e) {
            if (e.fault() instanceof McpTransportException.Fault.TimedOut) {
                cancel(pending, "the call took too long");
            }
            throw e;
        } finally {
            timer.ifPresent(Scheduler.Timer::cancel);
            calls.remove(pending);
            questions.endOf(pending);
            wire.release(pending);
        }
    }

    private void expire(PendingCall call) {
        if (!questions.concern(call)) {
            call.fail(Faults.timedOut(call.hasDeparted()));
        }
    }

    /** Tells the server, without waiting for it. The handshake cannot be cancelled. */
    private void cancel(PendingCall call, String reason) {
        if (!call.hasDeparted() || !(phase.get() instanceof Phase.Open)) {
            return;
        }
        var params = JsonObject.builder()
                .put("requestId", call.number())
                .put("reason", reason)
                .build();
        var notification = Message.Notification.of("notifications/cancelled", params);
        Thread.ofVirtual().name("mcp-cancel").start(() -> sendQuietly(notification));
    }

    @Override
    public void send(Message.Notification notification) throws InterruptedException {
        requireAlive();
        wire.send(notification, Deadline.after(limits.sendBudget(), clock));
    }

    @Override
    public StreamEnd listen() throws InterruptedException {
        requireAlive();
        return wire.hear();
    }

    private void respond(Message.Response response) {
        sendQuietly(response);
    }

    private void sendQuietly(Message message) {
        try {
            wire.send(message, Deadline.after(limits.sendBudget(), clock));
        } catch (McpTransportException e) {
            log.atDebug().addKeyValue("reason", e.getMessage()).log("a message did not reach the server");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void requireAlive() {
        if (phase.get() instanceof Phase.Ended(var cause)) {
            throw Faults.forCall(cause, false);
        }
    }

    /** The line is gone: on the thread that found out, so nothing here may wait. */
    private void ended(McpTransportException cause) {
        var before = end(cause);
        if (before instanceof Phase.Open) {
            mailbox.post(() -> listener.disconnected(cause));
        }
        if (!(before instanceof Phase.Ended)) {
            Thread.ofVirtual().name("mcp-close").start(wire::close);
        }
    }

    @Override
    public void close() {
        end(Faults.closed());
        wire.close();
    }

    private Phase end(McpTransportException cause) {
        var before = phase.getAndUpdate(now -> now instanceof Phase.Ended ? now : new Phase.Ended(cause));
        if (!(before instanceof Phase.Ended)) {
            calls.failAll(cause);
            questions.close();
        }
        return before;
    }
}
