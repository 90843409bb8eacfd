package io.muster.wire.time;

import java.time.Duration;

/**
 * Runs tasks later. The only way to wait for time in this code base: tests replace it by one that a test moves by hand.
 * Tasks run on virtual threads and may block; a task that throws is logged and does not disturb others.
 */
public interface Scheduler {
    /** Runs the task once after the delay. */
    Timer after(Duration delay, Runnable task);

    /** Runs the task again and again, with the delay between the end of a run and the start of the next. */
    Timer every(Duration delay, Runnable task);

    /** A task that waits for its time. */
    interface Timer {
        /** Prevents runs that have not begun; a run under way goes on. */
        void cancel();
    }
}
