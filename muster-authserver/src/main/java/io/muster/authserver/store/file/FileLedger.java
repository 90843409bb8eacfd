package io.muster.authserver.store.file;

import io.muster.authserver.store.memory.Change;
import io.muster.authserver.store.memory.Ledger;
import io.muster.authserver.store.memory.Table;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes changes in memory and has one virtual thread at a time write them: whatever was noted while it was writing goes
 * into its next batch, so that many callers share one forced write. The lock guards the notes only and is never held
 * while something is written. After a failure the notes stay and writing is tried again, at first soon.
 */
final class FileLedger implements Ledger, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FileLedger.class);
    private static final Duration LAZINESS = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Disk disk;
    private final Scheduler scheduler;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progress = lock.newCondition();
    private List<Change<?, ?>> noted = new ArrayList<>();
    private long lastNote;
    private long lastSettled;
    private boolean writing;
    private boolean planned;
    private @Nullable Throwable failure;
    private Duration pause = LAZINESS;
    private boolean closed;

    FileLedger(Disk disk, Scheduler scheduler) {
        this.disk = disk;
        this.scheduler = scheduler;
    }

    @Override
    public <K, V> void replay(Table<K, V> table, BiConsumer<K, V> row) {
        note(disk.read(table, row));
    }

    @Override
    public void ready() {
        lock.lock();
        try {
            check();
        } finally {
            lock.unlock();
        }
    }

    private void check() {
        if (closed) {
            throw new StoreUnavailable("the store " + disk.file() + " is closed");
        }
        if (failure != null) {
            throw new StoreUnavailable("the store " + disk.file() + " cannot be written", failure);
        }
    }

    @Override
    public void note(List<Change<?, ?>> changes) {
        if (changes.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            noted.addAll(changes);
            lastNote++;
            if (!writing && !planned) {
                planned = true;
                scheduler.after(pause, this::writePlanned);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void settle() {
        lock.lock();
        try {
            var mine = lastNote;
            write();
            var left = PATIENCE.toNanos();
            while (lastSettled < mine) {
                if (!writing) {
                    check();
                }
                if (left <= 0) {
                    throw new StoreUnavailable("the store " + disk.file() + " takes too long to write");
                }
                left = progress.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("interrupted while waiting for " + disk.file(), e);
        } finally {
            lock.unlock();
        }
    }

    private void writePlanned() {
        lock.lock();
        try {
            planned = false;
            write();
        } finally {
            lock.unlock();
        }
    }

    /** Called with the lock. */
    private void write() {
        if (!writing && !noted.isEmpty()) {
            writing = true;
            Thread.ofVirtual().name("store-writer").start(this::drain);
        }
    }

    private void drain() {
        var more = true;
        while (more) {
            List<Change<?, ?>> batch;
            long last;
            lock.lock();
            try {
                batch = noted;
                noted = new ArrayList<>();
                last = lastNote;
            } finally {
                lock.unlock();
            }
            more = written(batch, last);
        }
    }

    /** Whether there is more to write. */
    private boolean written(List<Change<?, ?>> batch, long last) {
        try {
            disk.write(batch);
            return done(last);
        } catch (RuntimeException | Error e) {
            postpone(batch, e);
            return false;
        }
    }

    private boolean done(long last) {
        lock.lock();
        try {
            lastSettled = last;
            if (failure != null) {
                log.atInfo().addKeyValue("file", disk.file()).log("the store can be written again");
            }
            failure = null;
            pause = LAZINESS;
            writing = !noted.isEmpty();
            progress.signalAll();
            return writing;
        } finally {
            lock.unlock();
        }
    }

    private void postpone(List<Change<?, ?>> batch, Throwable cause) {
        lock.lock();
        try {
            if (failure == null) {
                log.atError().addKeyValue("file", disk.file()).setCause(cause).log("the store cannot be written");
            }
            failure = cause;
            batch.addAll(noted);
            noted = batch;
            writing = false;
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            if (!planned && !closed) {
                planned = true;
                scheduler.after(pause, this::writePlanned);
            }
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            write();
            var left = PATIENCE.toNanos();
            while (writing && left > 0) {
                left = progress.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        disk.close();
    }
}
