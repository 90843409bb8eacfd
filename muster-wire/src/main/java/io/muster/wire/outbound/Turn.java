package io.muster.wire.outbound;

/** A thread's time with something it may wait for. Others can cut it off, but never disturb what the thread does later. */
final class Turn {
    private final Thread thread = Thread.currentThread();
    private boolean over;
    private boolean cutOff;

    /** Ends the waiting of the thread, whatever it waits for; false when its turn is over. */
    synchronized boolean cutOff() {
        if (!over) {
            cutOff = true;
            thread.interrupt();
        }
        return cutOff;
    }

    /** Ends the turn, on its thread; answers whether it was cut off. */
    synchronized boolean end() {
        if (cutOff && !over) {
            Thread.interrupted();
        }
        over = true;
        return cutOff;
    }
}
