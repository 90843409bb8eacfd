package io.muster.control;

import io.muster.testkit.Eventually;
import io.muster.testkit.ManualTime;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A scheduler over manual time that lets a test wait until another thread has asked for a delay. */
public final class RecordingScheduler implements Scheduler {
    private final ManualTime time;
    private final BlockingQueue<Duration> delays = new LinkedBlockingQueue<>();

    public RecordingScheduler(ManualTime time) {
        this.time = time;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        var timer = time.after(delay, task);
        delays.add(delay);
        return timer;
    }

    @Override
    public Timer every(Duration delay, Runnable task) {
        return time.every(delay, task);
    }

    /** Waits until this delay was asked for once more. */
    public void awaitDelay(Duration delay) throws InterruptedException {
        var asked = Eventually.next("a delay of " + delay, delays);
        while (!asked.equals(delay)) {
            asked = Eventually.next("a delay of " + delay, delays);
        }
    }
}
