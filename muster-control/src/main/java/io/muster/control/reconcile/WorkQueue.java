package io.muster.control.reconcile;

import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keys that wait for a worker, first in, first out. A key waits at most once and is with at most one worker; a key that
 * is added while a worker has it waits again when the worker is done. Nothing is ever dropped.
 */
public final class WorkQueue<K> implements AutoCloseable {
    private final Scheduler scheduler;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LinkedHashSet<K> waiting = new LinkedHashSet<>();
    private final Set<K> running = new HashSet<>();
    private final Set<K> addedMeanwhile = new HashSet<>();
    private final Map<K, Delay> delays = new HashMap<>();
    private boolean closed;

    public WorkQueue(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Identity of one delay: a timer that fires late must not end the delay that replaced its own. */
    private static final class Delay {
        private Scheduler.Timer timer = () -> {};
    }

    public void add(K key) {
        lock.lock();
        try {
            enqueue(key);
        } finally {
            lock.unlock();
        }
    }

    /** Adds the key after a while; replaces an earlier delay of the same key. */
    public void addAfter(K key, Duration delay) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            var next = new Delay();
            var before = delays.put(key, next);
            if (before != null) {
                before.timer.cancel();
            }
            next.timer = scheduler.after(delay, () -> due(key, next));
        } finally {
            lock.unlock();
        }
    }

    /** The next key; waits for one. Empty once the queue is closed. Every key taken must be given back. */
    public Optional<K> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
            if (closed) {
                return Optional.empty();
            }
            var key = waiting.removeFirst();
            running.add(key);
            return Optional.of(key);
        } finally {
            lock.unlock();
        }
    }

    /** Gives a key back. */
    public void done(K key) {
        lock.lock();
        try {
            running.remove(key);
            if (addedMeanwhile.remove(key)) {
                enqueue(key);
            }
        } finally {
            lock.unlock();
        }
    }

    public int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            delays.values().forEach(delay -> delay.timer.cancel());
            delays.clear();
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void due(K key, Delay delay) {
        lock.lock();
        try {
            if (delays.remove(key, delay)) {
                enqueue(key);
            }
        } finally {
            lock.unlock();
        }
    }

    private void enqueue(K key) {
        if (closed) {
            return;
        }
        if (running.contains(key)) {
            addedMeanwhile.add(key);
        } else if (waiting.add(key)) {
            changed.signal();
        }
    }
}
