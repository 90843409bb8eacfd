package io.muster.gateway.backend;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks one after the other, in the order they came; occupies a thread only while there are any. */
public final class Mailbox {
    private static final Logger log = LoggerFactory.getLogger(Mailbox.class);

    private final Executor executor;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    public Mailbox(Executor executor) {
        this.executor = executor;
    }

    public void post(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        executor.execute(this::run);
    }

    private void run() {
        for (var task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException e) {
                log.atError().setCause(e).log("a task of a mailbox failed");
            }
        }
    }

    private @Nullable Runnable next() {
        synchronized (tasks) {
            var task = tasks.poll();
            running = task != null;
            return task;
        }
    }
}
