package io.muster.oauth.store;

import io.muster.oauth.store.HashJournal.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One hash at one moment. */
record Hash(Instant until, Map<String, String> fields) {
    /** What there is before there is anything. */
    static final Hash NONE = new Hash(Instant.EPOCH, Map.of());

    Hash {
        fields = Map.copyOf(fields);
    }

    boolean isLive(Instant now) {
        return now.isBefore(until);
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    Optional<String> get(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    Hash with(String field, String value) {
        if (fields.size() >= HashLimits.FIELDS && !fields.containsKey(field)) {
            throw HashLimits.tooManyFields();
        }
        var changed = new HashMap<>(fields);
        changed.put(field, value);
        return new Hash(until, changed);
    }

    Hash without(String field) {
        var changed = new HashMap<>(fields);
        changed.remove(field);
        return new Hash(until, changed);
    }

    Hash until(Instant end) {
        return new Hash(end, fields);
    }

    /** What makes a hash this one. */
    List<Entry> changesFrom(Hash before, String key) {
        var changes = new ArrayList<Entry>();
        if (isEmpty() || !until.equals(before.until)) {
            changes.add(new Entry.Life(key, isEmpty() ? Optional.empty() : Optional.of(until)));
        }
        fields.forEach((field, value) -> {
            if (!value.equals(before.fields.get(field))) {
                changes.add(new Entry.Field(key, field, Optional.of(value)));
            }
        });
        before.fields.keySet().stream()
                .filter(field -> !fields.containsKey(field))
                .forEach(field -> changes.add(new Entry.Field(key, field, Optional.empty())));
        return changes;
    }
}
