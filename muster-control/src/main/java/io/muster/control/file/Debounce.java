package io.muster.control.file;

import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Passes a key on once it has been quiet for a while, so that a file written in pieces is looked at once. What happened
 * to it does not matter: whoever is told looks for himself.
 */
final class Debounce<K> {
    private final Duration quiet;
    private final Scheduler scheduler;
    private final Consumer<K> settled;
    private final Map<K, Wait> waiting = new HashMap<>();

    Debounce(Duration quiet, Scheduler scheduler, Consumer<K> settled) {
        this.quiet = quiet;
        this.scheduler = scheduler;
        this.settled = settled;
    }

    /** Identity of one wait: a timer that fires late must not end the wait that replaced its own. */
    private static final class Wait {
        private Scheduler.Timer timer = () -> {};
    }

    synchronized void touch(K key) {
        var wait = new Wait();
        var before = waiting.put(key, wait);
        if (before != null) {
            before.timer.cancel();
        }
        wait.timer = scheduler.after(quiet, () -> fire(key, wait));
    }

    private void fire(K key, Wait wait) {
        synchronized (this) {
            if (!waiting.remove(key, wait)) {
                return;
            }
        }
        settled.accept(key);
    }

    synchronized void clear() {
        waiting.values().forEach(wait -> wait.timer.cancel());
        waiting.clear();
    }
}
