package io.muster.gateway.backend;

import io.muster.testkit.Eventually;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/** Virtual threads whose number a test can wait for. */
final class Surge implements Executor {
    private final AtomicInteger busy = new AtomicInteger();

    @Override
    public void execute(Runnable task) {
        change(1);
        Thread.ofVirtual().start(() -> {
            try {
                task.run();
            } finally {
                change(-1);
            }
        });
    }

    private void change(int by) {
        busy.addAndGet(by);
    }

    /** Waits until the number of busy threads is as wanted. */
    void await(IntPredicate wanted) {
        Eventually.until("the number of busy threads is as wanted", () -> wanted.test(busy.get()));
    }
}
