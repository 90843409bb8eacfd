package io.muster.mcp.client;

import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks one after the other, away from the thread that posts them. Costs a virtual thread only while busy. */
final class Mailbox {
    private static final Logger log = LoggerFactory.getLogger(Mailbox.class);
    private static final int MAX_WAITING = 1_000;

    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    /** Adds a task; dropped when too many wait. */
    void post(Runnable task) {
        add(task, MAX_WAITING);
    }

    /** Adds a task that must not be lost. */
    void postAlways(Runnable task) {
        add(task, Integer.MAX_VALUE);
    }

    /** Waits until the tasks that wait now are done. */
    void await() throws InterruptedException {
        var done = new CountDownLatch(1);
        postAlways(done::countDown);
        done.await();
    }

    private synchronized void add(Runnable task, int limit) {
        if (waiting.size() >= limit) {
            log.atDebug().log("a server sends notifications faster than they are processed: one is dropped");
            return;
        }
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
