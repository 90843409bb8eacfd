package io.muster.authserver.store.memory;

import io.muster.authserver.store.codec.Row;
import io.muster.oauth.store.StoreUnavailable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Values that are forgotten at their time. Expired ones are invisible at once and removed by {@link #sweep}. Bounded: when
 * it is full, new keys are refused, because throwing out old ones would let a flood of strangers end the logins of others.
 */
final class ExpiringMap<K, V> {
    private final ConcurrentHashMap<K, Row<V>> rows = new ConcurrentHashMap<>();
    private final Table<K, Row<V>> table;
    private final Ledger ledger;
    private final int capacity;
    private final Space space;
    private final ToIntFunction<V> size;

    ExpiringMap(Table<K, Row<V>> table, Ledger ledger, int capacity) {
        this(table, ledger, capacity, new Space(0), _ -> 0);
    }

    /**
     * @param space that the values take
     * @param size of a value
     */
    ExpiringMap(Table<K, Row<V>> table, Ledger ledger, int capacity, Space space, ToIntFunction<V> size) {
        this.table = table;
        this.ledger = ledger;
        this.capacity = capacity;
        this.space = space;
        this.size = size;
        ledger.replay(table, (key, row) -> {
            rows.put(key, row);
            space.hold(size(row));
        });
    }

    Optional<V> get(K key, Instant now) {
        var row = rows.get(key);
        return row != null && row.isLive(now) ? Optional.of(row.value()) : Optional.empty();
    }

    void put(K key, V value, Instant until) {
        change(key, _ -> new Row<>(value, until));
    }

    /** Whether there was no live value. */
    boolean putIfAbsent(K key, V value, Instant until, Instant now) {
        return replace(key, now, row -> row.isPresent() ? row : Optional.of(new Row<>(value, until)))
                .isEmpty();
    }

    /** Keeps a live value until then at least. */
    void extend(K key, Instant until, Instant now) {
        replace(key, now, row -> row.map(live -> live.until().isBefore(until) ? new Row<>(live.value(), until) : live));
    }

    /** Removes the value; of several takers one gets it. */
    Optional<V> take(K key, Instant now) {
        return replace(key, now, _ -> Optional.empty()).map(Row::value);
    }

    void remove(K key) {
        if (rows.containsKey(key)) {
            change(key, _ -> null);
        }
    }

    /**
     * Replaces the live row by another one or none, at once.
     *
     * @return the row as it was before
     */
    Optional<Row<V>> replace(K key, Instant now, Function<Optional<Row<V>>, Optional<Row<V>>> change) {
        var before = new AtomicReference<Optional<Row<V>>>(Optional.empty());
        change(key, row -> {
            before.setPlain(Optional.ofNullable(row).filter(live -> live.isLive(now)));
            return change.apply(before.getPlain()).orElse(null);
        });
        return before.getPlain();
    }

    private void change(K key, Function<@Nullable Row<V>, @Nullable Row<V>> change) {
        ledger.ready();
        rows.compute(key, (_, before) -> {
            var after = change.apply(before);
            if (before == null && after != null && rows.mappingCount() >= capacity) {
                throw new StoreUnavailable("the store is full: " + capacity + " " + table.name());
            }
            space.take(size(after) - size(before));
            if (!Objects.equals(after, before)) {
                ledger.note(List.of(new Change<>(table, key, after)));
            }
            return after;
        });
    }

    private long size(@Nullable Row<V> row) {
        return row == null ? 0 : size.applyAsInt(row.value());
    }

    void sweep(Instant now) {
        rows.forEach((key, row) -> {
            if (!row.isLive(now) && rows.remove(key, row)) {
                space.take(-size(row));
                ledger.note(List.of(new Change<>(table, key, null)));
            }
        });
    }

    /** How many there are, expired ones that were not swept yet included. */
    long size() {
        return rows.mappingCount();
    }

    void forEach(BiConsumer<K, V> action) {
        rows.forEach((key, row) -> action.accept(key, row.value()));
    }
}
