package io.muster.mcp.server.legacy;

import io.muster.wire.http.Body.Responder;
import io.muster.wire.http.EventSink;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.http.sse.ServerSentEvent;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonValue;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one POST: a document, until a message has to go before it; from then on an event stream. The lock is the
 * order of messages on this one answer and guards nothing else, so that holding it while writing delays no other call.
 */
final class HttpReply implements Outlet {
    private final Responder responder;
    private final boolean streams;
    private final Scheduler scheduler;
    private final Duration heartbeat;
    private final ReentrantLock order = new ReentrantLock();
    private final List<Runnable> onLoss = new ArrayList<>(0);
    private @Nullable EventSink sink;
    private Scheduler.@Nullable Timer timer;
    private boolean done;

    /** @param streams whether the client reads event streams */
    HttpReply(Responder responder, boolean streams, Scheduler scheduler, Duration heartbeat) {
        this.responder = responder;
        this.streams = streams;
        this.scheduler = scheduler;
        this.heartbeat = heartbeat;
    }

    @Override
    public boolean send(JsonValue message) {
        return streams && write(() -> stream().send(event(message)));
    }

    @Override
    public void onLoss(Runnable task) {
        order.lock();
        try {
            if (!done) {
                onLoss.add(task);
                return;
            }
        } finally {
            order.unlock();
        }
        task.run();
    }

    /** Ends the answer; without a message when the call was cancelled. */
    void finish(Optional<JsonValue> answer, Mailbox mailbox) {
        var before = streams ? mailbox.unread() : List.<JsonValue>of();
        write(() -> {
            if (sink == null && (!streams || before.isEmpty()) && (answer.isPresent() || !streams)) {
                responder.send(answer.map(json -> HttpResponse.json(200, Json.bytes(json)))
                        .orElseGet(() -> HttpResponse.of(202)));
                return;
            }
            var events = stream();
            before.forEach(message -> events.send(event(message)));
            answer.ifPresent(message -> events.send(event(message)));
        });
        close();
    }

    private boolean write(Runnable action) {
        order.lock();
        try {
            if (done) {
                return false;
            }
            action.run();
            return true;
        } catch (EventSink.ClientGone gone) {
            close();
            onLoss.forEach(Runnable::run);
            return false;
        } finally {
            order.unlock();
        }
    }

    private EventSink stream() {
        if (sink == null) {
            sink = responder.events(Headers.EMPTY);
            timer = scheduler.every(heartbeat, this::beat);
        }
        return sink;
    }

    private void beat() {
        write(() -> stream().comment("alive"));
    }

    private void close() {
        order.lock();
        try {
            done = true;
            if (timer != null) {
                timer.cancel();
            }
        } finally {
            order.unlock();
        }
    }

    private static ServerSentEvent event(JsonValue message) {
        return ServerSentEvent.message(Json.line(message));
    }
}
