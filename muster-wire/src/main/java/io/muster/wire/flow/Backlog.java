package io.muster.wire.flow;

import java.util.Optional;

/**
 * What waits to be done, bounded by number and by weight: tasks that hold messages of somebody else, who may send more than
 * can be passed on. A task counts until it has run. However heavy it is, one is admitted when no other is there.
 * Thread-safe.
 */
public final class Backlog {
    private final int maxTasks;
    private final long maxWeight;
    private int tasks;
    private long weight;

    /** @param maxWeight of all tasks together, usually in bytes */
    public Backlog(int maxTasks, long maxWeight) {
        this.maxTasks = maxTasks;
        this.maxWeight = maxWeight;
    }

    /** The task, to be run when its turn comes; empty when too much waits already. */
    public Optional<Runnable> admit(long weight, Runnable task) {
        return enter(weight) ? Optional.of(() -> run(weight, task)) : Optional.empty();
    }

    private void run(long weight, Runnable task) {
        try {
            task.run();
        } finally {
            leave(weight);
        }
    }

    /** Takes room until {@link #leave}; false when too much waits already. */
    public synchronized boolean enter(long more) {
        if (tasks >= maxTasks || (tasks > 0 && weight + more > maxWeight)) {
            return false;
        }
        tasks++;
        weight += more;
        return true;
    }

    /** Gives back room that was taken. */
    public synchronized void leave(long less) {
        tasks--;
        weight -= less;
    }
}
