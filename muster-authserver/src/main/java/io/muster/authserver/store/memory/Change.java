package io.muster.authserver.store.memory;

import org.jspecify.annotations.Nullable;

/**
 * A row that is new or has another value, or is no more.
 *
 * @param value immutable; none when the row is no more
 */
public record Change<K, V>(
        Table<K, V> table, K key, @Nullable V value) {}
