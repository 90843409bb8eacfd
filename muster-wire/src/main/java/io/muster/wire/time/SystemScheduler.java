package io.muster.wire.time;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scheduler of the running process: one thread watches the time and starts a virtual thread for every run. After
 * {@link #close()} nothing starts any more, and tasks handed in are dropped; runs under way end by themselves.
 */
public final class SystemScheduler implements Scheduler, AutoCloseable {
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final ScheduledThreadPoolExecutor timer;

    public SystemScheduler() {
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("muster-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** The clock of this machine, by which the scheduler goes: for programs that have no composition root. */
    public static InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        var run = new Run(task, null);
        run.schedule(delay);
        return run;
    }

    @Override
    public Timer every(Duration delay, Runnable task) {
        var run = new Run(task, delay);
        run.schedule(delay);
        return run;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private final class Run implements Timer {
        private final Runnable task;
        private final @Nullable Duration period;
        private @Nullable Future<?> waiting;
        private boolean cancelled;

        Run(Runnable task, @Nullable Duration period) {
            this.task = task;
            this.period = period;
        }

        synchronized void schedule(Duration delay) {
            if (cancelled) {
                return;
            }
            var bounded = delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
            try {
                waiting = timer.schedule(
                        () -> {
                            Thread.ofVirtual().name("timer-task").start(this::run);
                        },
                        bounded.toNanos(),
                        TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException closed) {
                Log.get().atDebug().log("task dropped: the scheduler is closed");
            }
        }

        private void run() {
            if (isCancelled()) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                Log.get().atError().setCause(e).log("scheduled task failed");
            } finally {
                if (period != null) {
                    schedule(period);
                }
            }
        }

        private synchronized boolean isCancelled() {
            return cancelled;
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
            if (waiting != null) {
                waiting.cancel(false);
            }
        }
    }

    /** Of its own, as whoever only asks for the clock need not wait until logging is set up. */
    private static final class Log {
        private static final Logger log = LoggerFactory.getLogger(SystemScheduler.class);

        static Logger get() {
            return log;
        }
    }
}
