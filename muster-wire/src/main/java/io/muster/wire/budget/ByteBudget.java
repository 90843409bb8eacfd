package io.muster.wire.budget;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of memory that many may hold together. Thread-safe, without locks. */
public final class ByteBudget {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    /** @param most bytes that may be held at the same time */
    public ByteBudget(long most) {
        this.most = most;
    }

    /** One part of so many of the largest heap that this process may have. */
    public static long partOfHeap(int parts) {
        return Runtime.getRuntime().maxMemory() / parts;
    }

    public long most() {
        return most;
    }

    public long held() {
        return held.get();
    }

    /**
     * Takes all of these bytes or none.
     *
     * @param spared bytes that must be left for others
     * @return whether they were taken
     */
    public boolean take(long bytes, long spared) {
        for (var before = held.get(); bytes <= most - spared - before; before = held.get()) {
            if (held.compareAndSet(before, before + bytes)) {
                return true;
            }
        }
        return false;
    }

    public void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }
}
