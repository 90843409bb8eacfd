package io.muster.gateway.backend;

import java.util.concurrent.Executor;
import java.util.function.IntPredicate;

/** Virtual threads whose number a test can wait for. */
final class Surge implements Executor {
    private int busy;

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

    private synchronized void change(int by) {
        busy += by;
        notifyAll();
    }

    /** Waits until the number of busy threads is as wanted. */
    synchronized void await(IntPredicate wanted) throws InterruptedException {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!wanted.test(busy)) {
            if (System.nanoTime() > end) {
                throw new AssertionError(busy + " tasks are left");
            }
            wait(10);
        }
    }
}
