package io.muster.oauth.store;

import io.muster.wire.text.Sha256;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Locks that all have in common who share a store: of many who want to do the same, one does it at a time. Whoever dies with
 * one in hand does not stop the others for good. Thread-safe.
 */
public final class StoreLock {
    /** Longer than what is done under it takes. */
    private static final Duration LIFE = Duration.ofSeconds(25);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final int SHORTEST_PAUSE = 25;
    private static final int LONGEST_PAUSE = 50;
    private static final String FIELD = "holder";

    private final String kind;
    private final HashStore store;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final Scheduler scheduler;

    /** @param kind of what is done under it, as the first part of the keys of the store */
    public StoreLock(String kind, HashStore store, RandomGenerator random, InstantSource clock, Scheduler scheduler) {
        this.kind = kind;
        this.store = store;
        this.random = random;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    /** A lock that is held. */
    public final class Held implements AutoCloseable {
        private final String key;
        private final String holder;

        private Held(String key, String holder) {
            this.key = key;
            this.holder = holder;
        }

        @Override
        public void close() {
            // Whoever came after it had run out keeps it.
            if (store.get(key, FIELD).filter(holder::equals).isPresent()) {
                store.remove(key);
            }
        }
    }

    /**
     * The lock of something; empty when others have it for too long.
     *
     * @throws StoreUnavailable when the store gives no answer
     */
    public Optional<Held> take(String what) throws InterruptedException {
        var key = kind + ":" + Sha256.hex(what);
        var holder = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
        var deadline = Deadline.after(LONGEST_WAIT, clock);
        while (!store.putIfAbsent(key, FIELD, holder, LIFE)) {
            if (deadline.passed(clock.instant())) {
                return Optional.empty();
            }
            TimedWait.pause(Duration.ofMillis(random.nextInt(SHORTEST_PAUSE, LONGEST_PAUSE + 1)), scheduler);
        }
        return Optional.of(new Held(key, holder));
    }
}
