package io.muster.testkit;

import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Clock and scheduler that stand still until the test advances them. Tasks run on the thread of the test, in the order
 * of their time.
 */
public final class ManualTime implements InstantSource, Scheduler {
    private final List<Entry> entries = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long sequence;

    private record Entry(
            Instant at, long order, Runnable task, @Nullable Duration period, boolean[] cancelled) {}

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return add(delay, task, null, new boolean[1]);
    }

    @Override
    public Timer every(Duration delay, Runnable task) {
        return add(delay, task, delay, new boolean[1]);
    }

    /** Lets time pass; tasks that fall due run at their own time. */
    public void advance(Duration duration) {
        Instant end;
        synchronized (this) {
            end = now.plus(duration);
        }
        for (var due = next(end); due != null; due = next(end)) {
            due.task().run();
            if (due.period() != null) {
                add(due.period(), due.task(), due.period(), due.cancelled());
            }
        }
    }

    /** How many tasks wait for their time. */
    public synchronized int waiting() {
        return (int) entries.stream().filter(entry -> !entry.cancelled()[0]).count();
    }

    private synchronized Timer add(Duration delay, Runnable task, @Nullable Duration period, boolean[] cancelled) {
        entries.add(new Entry(now.plus(delay), sequence++, task, period, cancelled));
        return () -> cancel(cancelled);
    }

    private synchronized void cancel(boolean[] cancelled) {
        cancelled[0] = true;
    }

    /** The next task that falls due until then, at its time; without one, it is then. */
    private synchronized @Nullable Entry next(Instant end) {
        entries.removeIf(entry -> entry.cancelled()[0]);
        var due = entries.stream()
                .filter(entry -> !entry.at().isAfter(end))
                .min(Comparator.comparing(Entry::at).thenComparingLong(Entry::order))
                .orElse(null);
        if (due == null) {
            now = end;
        } else {
            entries.remove(due);
            now = due.at();
        }
        return due;
    }
}
