package io.muster.wire.time;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Waits for an event or for time to pass, whichever comes first. */
public final class TimedWait {
    private TimedWait() {}

    /** Waits until the event has completed, normally or not; false when the time was up before. */
    public static boolean await(CompletableFuture<?> event, Duration limit, Scheduler scheduler)
            throws InterruptedException {
        if (event.isDone()) {
            return true;
        }
        var latch = new CountDownLatch(1);
        var timer = scheduler.after(limit, latch::countDown);
        var _ = event.whenComplete((value, failure) -> latch.countDown());
        try {
            latch.await();
        } finally {
            timer.cancel();
        }
        return event.isDone();
    }

    /** Lets the time pass. */
    public static void pause(Duration duration, Scheduler scheduler) throws InterruptedException {
        var latch = new CountDownLatch(1);
        var timer = scheduler.after(duration, latch::countDown);
        try {
            latch.await();
        } finally {
            timer.cancel();
        }
    }
}
