package io.muster.control.reconcile;

import io.muster.control.definition.DefinitionProblem;
import io.muster.control.definition.ResourceKey;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the reconciler for every key that may need it: at start for all, every 30 seconds for all, and in between for
 * those that something was heard of. A failing key is tried five times with growing pauses, then with the next resync.
 * Safe for use by many threads.
 */
public final class ReconcileLoop implements Settling, AutoCloseable {
    static final int WORKERS = 2;
    static final int ATTEMPTS = 5;
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LIMIT = Duration.ofSeconds(30);
    static final Duration RESYNC = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Logger log = LoggerFactory.getLogger(ReconcileLoop.class);

    private final Reconciler reconciler;
    private final Supplier<? extends Collection<ResourceKey>> all;
    private final Scheduler scheduler;
    private final WorkQueue<ResourceKey> queue;
    private final Map<ResourceKey, Integer> failures = new ConcurrentHashMap<>();
    private final Map<ResourceKey, List<CompletableFuture<Boolean>>> awaited = new ConcurrentHashMap<>();
    private final Set<ResourceKey> booting = ConcurrentHashMap.newKeySet();
    private final List<Thread> workers = new ArrayList<>();
    private volatile boolean listed;
    private Scheduler.Timer resyncs = () -> {};

    /**
     * @param all every key that there is work for: definitions and what still runs without one
     */
    public ReconcileLoop(Reconciler reconciler, Supplier<? extends Collection<ResourceKey>> all, Scheduler scheduler) {
        this.reconciler = reconciler;
        this.all = all;
        this.scheduler = scheduler;
        this.queue = new WorkQueue<>(scheduler);
    }

    /** Begins with a run for every key; there is no other way in which anything is started at boot. */
    public void start() {
        resync();
        resyncs = scheduler.every(RESYNC, this::resync);
        for (int i = 1; i <= WORKERS; i++) {
            workers.add(Thread.ofVirtual().name("reconcile-" + i).start(this::work));
        }
    }

    /** Something may have changed. */
    public void changed(ResourceKey key) {
        queue.add(key);
    }

    /** Anything may have changed. */
    public void resync() {
        try {
            var keys = all.get();
            if (!listed) {
                booting.addAll(keys);
                listed = true;
            }
            keys.forEach(queue::add);
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("definitions cannot be listed, trying again with the next resync");
        }
    }

    /** Whether every definition that was there at start has been dealt with once. */
    public boolean firstPassDone() {
        return listed && booting.isEmpty();
    }

    @Override
    public boolean settle(ResourceKey key, Duration atMost) throws InterruptedException {
        var settled = new CompletableFuture<Boolean>();
        awaited.merge(key, List.of(settled), ReconcileLoop::joined);
        queue.add(key);
        var timer = scheduler.after(atMost, () -> settled.complete(false));
        try {
            return settled.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("never completed exceptionally", e);
        } finally {
            timer.cancel();
        }
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        var joined = new ArrayList<>(some);
        joined.addAll(more);
        return joined;
    }

    private void work() {
        try {
            for (var next = queue.take(); next.isPresent(); next = queue.take()) {
                var key = next.get();
                // Who waits now hears of this run; who comes later needs the next one.
                var waiting = awaited.remove(key);
                try {
                    conclude(key, run(key));
                } finally {
                    queue.done(key);
                    booting.remove(key);
                    if (waiting != null) {
                        waiting.forEach(settled -> settled.complete(true));
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Reconciled run(ResourceKey key) throws InterruptedException {
        var watchdog = new Watchdog(LIMIT, scheduler);
        Reconciled outcome;
        try {
            outcome = reconciler.reconcile(key);
        } catch (InterruptedException e) {
            if (watchdog.callOff()) {
                return timedOut();
            }
            throw e;
        } catch (RuntimeException e) {
            outcome = new Reconciled.Retry(e);
        }
        return watchdog.callOff() ? timedOut() : outcome;
    }

    private static Reconciled timedOut() {
        return new Reconciled.Retry(new TimeoutException("reconciliation timed out after 30s"));
    }

    private void conclude(ResourceKey key, Reconciled outcome) {
        switch (outcome) {
            case Reconciled.Done() -> failures.remove(key);
            case Reconciled.Again(var after) -> {
                failures.remove(key);
                queue.addAfter(key, after);
            }
            case Reconciled.Invalid(var problems) -> {
                failures.remove(key);
                log.atDebug()
                        .addKeyValue("resource", key)
                        .log("invalid definition: {}", DefinitionProblem.text(problems));
            }
            case Reconciled.Retry(var cause) -> failed(key, cause);
        }
    }

    private void failed(ResourceKey key, Throwable cause) {
        int attempt = failures.merge(key, 1, Integer::sum);
        if (attempt < ATTEMPTS) {
            log.atDebug()
                    .addKeyValue("resource", key)
                    .addKeyValue("attempt", attempt)
                    .setCause(cause)
                    .log("reconciling failed, trying again");
            queue.addAfter(key, FIRST_PAUSE.multipliedBy(1L << (attempt - 1)));
        } else {
            failures.remove(key);
            log.atError().addKeyValue("resource", key).setCause(cause).log("reconciling failed {} times", attempt);
        }
    }

    /** Takes no more work and waits for the workers; one that does not come to an end is interrupted. */
    @Override
    public void close() throws InterruptedException {
        resyncs.cancel();
        queue.close();
        for (var worker : workers) {
            if (!worker.join(PATIENCE)) {
                worker.interrupt();
                worker.join(PATIENCE);
            }
        }
        awaited.values().forEach(waiting -> waiting.forEach(settled -> settled.complete(false)));
    }
}
