package io.muster.gateway.signin;

import io.muster.oauth.SessionId;
import io.muster.oauth.store.HashStore;
import io.muster.wire.text.Sha256;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.TimedWait;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Of all replicas one uses a refresh token at a time: many servers take its second use for a theft. Thread-safe. */
final class RefreshLock {
    /** Longer than any renewal takes; what dies with it in hand does not stop the others for good. */
    private static final Duration LIFE = Duration.ofSeconds(25);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final int SHORTEST_PAUSE = 25;
    private static final int LONGEST_PAUSE = 50;
    private static final String FIELD = "holder";

    private final HashStore store;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final Scheduler scheduler;

    RefreshLock(HashStore store, RandomGenerator random, InstantSource clock, Scheduler scheduler) {
        this.store = store;
        this.random = random;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    /** A lock that is held. */
    final class Held implements AutoCloseable {
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

    /** The lock of a token; empty when others have it for too long. */
    Optional<Held> take(SessionId session, TokenKey token) throws InterruptedException {
        var key = "oauth:lock:refresh:" + Sha256.hex(session.value() + "|" + token.field());
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
