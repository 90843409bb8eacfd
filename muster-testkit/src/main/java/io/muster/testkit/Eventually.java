package io.muster.testkit;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits of a test for what other threads do. All end after the same generous time with a failure that names what did not
 * happen, so that a mistake never hangs the build. This is the only place where tests look at the real clock.
 */
public final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration STEP = Duration.ofMillis(1);

    private Eventually() {}

    /** Waits for something that nobody announces. */
    public static void until(String what, BooleanSupplier condition) {
        until(what, LIMIT, condition);
    }

    static void until(String what, Duration limit, BooleanSupplier condition) {
        var start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted while waiting: " + what);
            }
            if (System.nanoTime() - start > limit.toNanos()) {
                throw late(what, limit);
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    public static void open(String what, CountDownLatch latch) throws InterruptedException {
        open(what, LIMIT, latch);
    }

    static void open(String what, Duration limit, CountDownLatch latch) throws InterruptedException {
        if (!latch.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            throw late(what, limit);
        }
    }

    public static <T> T next(String what, BlockingQueue<T> queue) throws InterruptedException {
        return next(what, LIMIT, queue);
    }

    static <T> T next(String what, Duration limit, BlockingQueue<T> queue) throws InterruptedException {
        var element = queue.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        if (element == null) {
            throw late(what, limit);
        }
        return element;
    }

    /** The result of a future; its failure is that of the caller. */
    public static <T> T result(String what, Future<T> future) throws InterruptedException, ExecutionException {
        return result(what, LIMIT, future);
    }

    static <T> T result(String what, Duration limit, Future<T> future) throws InterruptedException, ExecutionException {
        try {
            return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw late(what, limit);
        }
    }

    public static void ended(String what, Thread thread) throws InterruptedException {
        ended(what, LIMIT, thread);
    }

    static void ended(String what, Duration limit, Thread thread) throws InterruptedException {
        if (!thread.join(limit)) {
            throw late(what, limit);
        }
    }

    private static AssertionError late(String what, Duration limit) {
        return new AssertionError("did not happen within " + limit + ": " + what);
    }
}
