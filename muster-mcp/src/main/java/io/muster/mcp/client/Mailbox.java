package io.muster.mcp.client;

import io.muster.mcp.Message;
import io.muster.wire.flow.Backlog;
import io.muster.wire.json.Json;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks one after the other, away from the thread that posts them. Costs a virtual thread only while busy. */
final class Mailbox {
    private static final Logger log = LoggerFactory.getLogger(Mailbox.class);
    private static final int MAX_WAITING = 1_000;
    /** Of what waits, the one that a client does not read included. */
    private static final long MAX_BYTES = 8 << 20;

    private final Backlog backlog = new Backlog(1 + MAX_WAITING, MAX_BYTES);
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    /** Passes a notification on; dropped when too many, or too large ones, wait. */
    void post(Message.Notification notification, Consumer<Message.Notification> listener) {
        backlog.admit(Json.footprint(notification.json()), () -> listener.accept(notification))
                .ifPresentOrElse(
                        this::post,
                        () -> log.atDebug().log(
                                "a server sends notifications faster than they are processed: one is dropped"));
    }

    /** Waits until the tasks that wait now are done. */
    void await() throws InterruptedException {
        var done = new CountDownLatch(1);
        post(done::countDown);
        done.await();
    }

    /** Adds a task, which is not lost. */
    synchronized void post(Runnable task) {
        waiting.add(task);
        if (!busy) {
            busy = true;
            Thread.ofVirtual().name("mcp-mailbox").start(this::drain);
        }
    }

    private void drain() {
        for (var task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException e) {
                log.atWarn().setCause(e).log("a listener failed");
            }
        }
    }

    private synchronized @Nullable Runnable next() {
        var task = waiting.poll();
        busy = task != null;
        return task;
    }
}
