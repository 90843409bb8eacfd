package io.muster.mcp.server.legacy;

import io.muster.mcp.Envelope.TraceContext;
import io.muster.mcp.McpError;
import io.muster.mcp.McpRejection;
import io.muster.mcp.McpServer;
import io.muster.mcp.McpServer.Interest;
import io.muster.mcp.Message;
import io.muster.mcp.RequestId;
import io.muster.mcp.Revision;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A transport session: what a client settled by its handshake, and what is under way for it. Belongs to one principal.
 * Needs no thread of its own. Thread-safe.
 */
final class LegacySession<P> {
    private static final int MAX_BATCH = 100;

    private final P principal;
    private final McpServer<P> server;
    private final Mailbox mailbox;
    private final Questions questions;
    private final CallsInFlight calls;
    private final AtomicReference<Handshake> handshake;
    private final AtomicReference<McpServer.@Nullable Subscription> subscription = new AtomicReference<>();
    private final SessionMemory.Share memory;
    private final Subscriptions resources;
    private volatile Instant used = Instant.MIN;
    private volatile boolean ended;

    /**
     * @param id unguessable where a network is involved
     * @param unsaid the revision of a client that calls before any handshake
     */
    LegacySession(
            String id,
            P principal,
            McpServer<P> server,
            Revision unsaid,
            SessionLimits limits,
            RandomGenerator random) {
        this.principal = principal;
        this.server = server;
        this.memory = limits.memory().new Share();
        this.resources = new Subscriptions(limits.maxSubscriptions(), memory);
        this.mailbox = new Mailbox(id, limits.queueSize());
        this.questions = new Questions(limits.maxQuestions(), random);
        this.calls = new CallsInFlight(limits.maxCalls());
        this.handshake = new AtomicReference<>(Handshake.none(unsaid));
    }

    String id() {
        return mailbox.id();
    }

    P principal() {
        return principal;
    }

    McpServer<P> server() {
        return server;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    Questions questions() {
        return questions;
    }

    CallsInFlight calls() {
        return calls;
    }

    Handshake handshake() {
        return handshake.get();
    }

    void used(Instant now) {
        used = now;
    }

    Instant used() {
        return used;
    }

    /** Whether nothing is under way that a client would miss. */
    boolean isIdle() {
        return calls.isEmpty() && !mailbox.isRead();
    }

    /** Takes a message, or a batch where the revision has them. What needs no answer is done when this returns. */
    Work<P> receive(JsonValue message, TraceContext trace) {
        if (!(message instanceof JsonArray batch)) {
            return new Work<>(this, trace, List.of(take(message)), false);
        }
        var revision = handshake().defaults().revision();
        if (revision != Revision.V2025_03_26) {
            throw new McpRejection(McpError.invalidRequest("revision " + revision.date() + " has no batches"));
        }
        if (batch.isEmpty() || batch.size() > MAX_BATCH) {
            throw new McpRejection(McpError.invalidRequest("a batch has 1 to " + MAX_BATCH + " messages"));
        }
        return new Work<>(
                this, trace, batch.values().stream().map(this::takeOfBatch).toList(), true);
    }

    /**
     * Keeps what the handshake settled, and begins to listen for changes.
     *
     * @throws McpRejection when all sessions together would keep too much
     */
    void settle(Handshake settled) {
        if (!memory.introduced(settled.size())) {
            throw new McpRejection(McpError.internal("sessions keep too much already, try again later"));
        }
        handshake.set(settled);
        closeSubscription(subscription.getAndSet(null));
        subscription();
    }

    /** Keeps the handshake that others have, if theirs was the same. */
    void keep(Handshakes known) {
        handshake.updateAndGet(known::same);
    }

    void logLevel(String level) {
        handshake.updateAndGet(settled -> settled.withLogLevel(level));
    }

    /** Adds a resource to, or removes it from, what the session listens to. */
    void listen(String uri, boolean wanted) throws InterruptedException {
        var changed = wanted ? resources.add(uri) : resources.remove(uri);
        try {
            // Repeated when another thread changed the set meanwhile, so that the last change told is the last one
            // made.
            for (var told = interest(); ; told = interest()) {
                subscription().change(told);
                if (told.equals(interest())) {
                    return;
                }
            }
        } catch (McpRejection refused) {
            if (changed && wanted) {
                resources.remove(uri);
            } else if (changed) {
                resources.add(uri);
            }
            throw refused;
        }
    }

    /** Takes no more calls; completes when those in flight have their answer. */
    CompletableFuture<Void> finish() {
        return calls.finish();
    }

    /** Ends everything that is under way. */
    void end() {
        ended = true;
        calls.cancelAll();
        questions.close();
        closeSubscription(subscription.getAndSet(null));
        mailbox.close();
        memory.close();
    }

    /** The id that an answer to this unreadable message must carry, if it shows one. */
    static Optional<RequestId> idOf(JsonValue message) {
        return message instanceof JsonObject json ? RequestId.in(json) : Optional.empty();
    }

    private Work.Item take(JsonValue message) {
        return switch (Message.of(message)) {
            case Message.Request request -> new Work.Item.Asked(request);
            case Message.Notification notification -> {
                note(notification);
                yield Work.Item.DONE;
            }
            case Message.Response response -> {
                questions.answered(response);
                yield Work.Item.DONE;
            }
        };
    }

    private Work.Item takeOfBatch(JsonValue message) {
        try {
            var item = take(message);
            if (item instanceof Work.Item.Asked asked
                    && asked.request().method().equals("initialize")) {
                throw new McpRejection(McpError.invalidRequest("initialize cannot be part of a batch"));
            }
            return item;
        } catch (McpRejection rejection) {
            return new Work.Item.Refused(Message.Response.error(idOf(message), rejection.error()));
        }
    }

    private void note(Message.Notification notification) {
        switch (notification.method()) {
            case "notifications/initialized" -> {
                // Part of the handshake, which is ours; calls are served before it, too.
            }
            case "notifications/cancelled" ->
                idOf(JsonObject.of("id", notification.params().get("requestId").orElse(JsonObject.EMPTY)))
                        .ifPresent(calls::cancel);
            default -> server.notified(notification, handshake().defaults(), principal);
        }
    }

    private Interest interest() {
        return new Interest(true, resources.uris());
    }

    private McpServer.Subscription subscription() {
        var present = subscription.get();
        if (present != null) {
            return present;
        }
        var attached = server.subscribe(interest(), handshake().defaults(), principal, mailbox);
        var other = subscription.compareAndExchange(null, attached);
        if (other != null || ended) {
            attached.close();
        }
        return other == null ? attached : other;
    }

    private static void closeSubscription(McpServer.@Nullable Subscription old) {
        if (old != null) {
            old.close();
        }
    }
}
