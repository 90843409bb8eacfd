package io.muster.gateway.backend;

import org.jspecify.annotations.Nullable;

/** One attempt to connect, which others may cancel. An interrupt never reaches what its thread does afterwards. */
final class Attempt {
    private final long number;
    private @Nullable Thread thread;
    private boolean cancelled;

    Attempt(long number) {
        this.number = number;
    }

    long number() {
        return number;
    }

    /** Begins on the calling thread; false when it was cancelled before. */
    synchronized boolean begin() {
        if (!cancelled) {
            thread = Thread.currentThread();
        }
        return !cancelled;
    }

    /** Ends the interruptible part. */
    synchronized void end() {
        if (thread != null) {
            thread = null;
            var _ = Thread.interrupted();
        }
    }

    synchronized void cancel() {
        cancelled = true;
        interrupt();
    }

    /** Its time is up: what it does now is interrupted, but the attempt is not given up. */
    synchronized void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }
}
