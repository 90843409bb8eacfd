package io.muster.authserver.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Runs several processes step by step in an order that a random generator chooses: at any moment one of them moves, from
 * one announced step to its next one. The same seed gives the same schedule.
 */
final class Interleaving {
    private static final int PATIENCE_SECONDS = 30;
    private static final ThreadLocal<Actor> CURRENT = new ThreadLocal<>();

    /** A process may be killed at a step; what it would do next then never happens. */
    static final class Killed extends Error {
        Killed() {
            super("killed", null, false, false);
        }
    }

    interface Steps {
        void run() throws InterruptedException;
    }

    private final RandomGenerator random;
    private final List<Actor> actors = new ArrayList<>();

    private static final class Actor {
        private final Semaphore mayMove = new Semaphore(0);
        private final Semaphore hasMoved = new Semaphore(0);
        private volatile boolean done;
        private volatile boolean doomed;

        void step() {
            if (!doomed) {
                hasMoved.release();
                acquire(mayMove);
            }
            if (doomed) {
                throw new Killed();
            }
        }
    }

    Interleaving(RandomGenerator random) {
        this.random = random;
    }

    /** Adds a process, which begins when its turn comes. */
    void add(Steps process) {
        var actor = new Actor();
        actors.add(actor);
        Thread.ofVirtual().start(() -> {
            CURRENT.set(actor);
            try {
                actor.step();
                process.run();
            } catch (Killed | InterruptedException gone) {
                // Nothing is left to do.
            } finally {
                actor.done = true;
                actor.hasMoved.release();
            }
        });
        acquire(actor.hasMoved);
    }

    /** Announces a step of the process that runs on this thread; returns when its turn comes. */
    void step() {
        var actor = CURRENT.get();
        if (actor != null) {
            actor.step();
        }
    }

    /** Lets all processes run to their end. */
    void run(double killing) {
        while (true) {
            var alive = actors.stream().filter(actor -> !actor.done).toList();
            if (alive.isEmpty()) {
                return;
            }
            var next = alive.get(random.nextInt(alive.size()));
            next.doomed = random.nextDouble() < killing;
            next.mayMove.release();
            acquire(next.hasMoved);
        }
    }

    private static void acquire(Semaphore semaphore) {
        try {
            if (!semaphore.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a process does not move");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
