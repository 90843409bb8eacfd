package io.muster.control.reconcile;

import io.muster.wire.time.Scheduler;
import java.time.Duration;

/** Interrupts the thread that created it when a time has passed, but never after it was called off. */
final class Watchdog {
    private final Thread guarded = Thread.currentThread();
    private final Scheduler.Timer timer;
    private boolean calledOff;
    private boolean barked;

    Watchdog(Duration limit, Scheduler scheduler) {
        this.timer = scheduler.after(limit, this::bark);
    }

    private synchronized void bark() {
        if (!calledOff) {
            barked = true;
            guarded.interrupt();
        }
    }

    /** Ends the guard; true when the time was up. The interrupt it caused is then no longer pending. */
    boolean callOff() {
        timer.cancel();
        synchronized (this) {
            calledOff = true;
            if (barked) {
                Thread.interrupted();
            }
            return barked;
        }
    }
}
