package io.muster.authserver.resource;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Values that hold for a while. Reading takes no lock. When there are too many, those that no longer hold are dropped, and
 * if that does not help, all: nothing here is more than a saving.
 */
final class Remembered<K, V> {
    private final int most;
    private final ConcurrentHashMap<K, Entry<V>> entries = new ConcurrentHashMap<>();

    private record Entry<V>(V value, Instant until) {}

    Remembered(int most) {
        this.most = most;
    }

    Optional<V> get(K key, Instant now) {
        var entry = entries.get(key);
        return entry != null && now.isBefore(entry.until()) ? Optional.of(entry.value()) : Optional.empty();
    }

    void put(K key, V value, Instant until, Instant now) {
        if (!now.isBefore(until)) {
            return;
        }
        if (entries.mappingCount() >= most) {
            entries.values().removeIf(entry -> !now.isBefore(entry.until()));
            if (entries.mappingCount() >= most) {
                entries.clear();
            }
        }
        entries.put(key, new Entry<>(value, until));
    }

    /** Whether the key was not remembered; it is from now on. Of several callers one gets {@code true}. */
    boolean first(K key, V value, Instant until, Instant now) {
        var known = entries.get(key);
        if (known != null && now.isBefore(known.until())) {
            return false;
        }
        var entry = new Entry<>(value, until);
        return known == null ? entries.putIfAbsent(key, entry) == null : entries.replace(key, known, entry);
    }

    void forget(K key) {
        entries.remove(key);
    }
}
