package io.muster.oauth.store;

import io.muster.oauth.store.HashJournal.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Hashes in the memory of one process, each an immutable snapshot. Those that expired are invisible at once and removed by
 * {@link #sweep}, which the owner calls now and then. When it is full, new hashes are refused: throwing out old ones would
 * let one user end the logins of others.
 */
public final class MemoryHashStore implements HashStore {
    /** How many hashes there may be, as a bound for floods rather than a quota. */
    public static final int MOST = 1_000_000;

    private final ConcurrentHashMap<String, Hash> hashes = new ConcurrentHashMap<>();
    private final SharedTexts texts = new SharedTexts();
    private final int capacity;
    private final HashJournal journal;
    private final InstantSource clock;

    /** Hashes that are forgotten when the process ends. */
    public MemoryHashStore(InstantSource clock) {
        this(MOST, HashJournal.NONE, clock);
    }

    /** Hashes that begin as the journal knows them and tell it every change, which is settled before a method returns. */
    public MemoryHashStore(int capacity, HashJournal journal, InstantSource clock) {
        this.capacity = capacity;
        this.journal = journal;
        this.clock = clock;
        restore();
    }

    private void restore() {
        var lives = new HashMap<String, Instant>();
        var fields = new HashMap<String, Map<String, String>>();
        journal.replay(change -> {
            switch (change) {
                case Entry.Life(var key, var until) -> until.ifPresent(end -> lives.put(key, end));
                case Entry.Field(var key, var field, var value) ->
                    value.ifPresent(text ->
                            fields.computeIfAbsent(key, _ -> new HashMap<>()).put(field, texts.held(text)));
            }
        });
        fields.forEach((key, values) -> hashes.put(key, new Hash(lives.getOrDefault(key, Hash.NONE.until()), values)));
    }

    @Override
    public Optional<String> get(String key, String field) {
        return live(key).get(field);
    }

    @Override
    public Map<String, String> all(String key) {
        return live(key).fields();
    }

    private Hash live(String key) {
        return live(hashes.getOrDefault(key, Hash.NONE));
    }

    private Hash live(Hash hash) {
        return hash.isLive(clock.instant()) ? hash : Hash.NONE;
    }

    @Override
    public void put(String key, String field, String value, Duration life) {
        HashLimits.check(key, field, value);
        var text = texts.held(value);
        change(key, hash -> hash.with(field, text).until(end(life)));
        journal.settle();
    }

    @Override
    public boolean putIfAbsent(String key, String field, String value, Duration life) {
        HashLimits.check(key, field, value);
        var before = change(
                key,
                hash -> hash.get(field).isPresent()
                        ? hash
                        : hash.with(field, value).until(end(life)));
        journal.settle();
        return before.get(field).isEmpty();
    }

    @Override
    public void replace(String key, String field, String value) {
        HashLimits.check(key, field, value);
        var text = texts.held(value);
        change(key, hash -> hash.get(field).isPresent() ? hash.with(field, text) : hash);
        journal.settle();
    }

    @Override
    public Optional<String> take(String key, String field) {
        var before = change(key, hash -> hash.without(field));
        journal.settle();
        return before.get(field);
    }

    @Override
    public void remove(String key, String field) {
        change(key, hash -> hash.without(field));
        journal.settle();
    }

    @Override
    public void remove(String key) {
        change(key, _ -> Hash.NONE);
        journal.settle();
    }

    /** Settled by whatever is settled next: it comes with every use of a session. */
    @Override
    public void touch(String key, Duration life) {
        change(key, hash -> hash.until(end(life)));
    }

    private Instant end(Duration life) {
        return clock.instant().plus(life);
    }

    /**
     * Replaces a hash by another one; an empty one is none.
     *
     * @return the hash as it was before
     */
    private Hash change(String key, UnaryOperator<Hash> step) {
        journal.ready();
        var seen = new Hash[] {Hash.NONE};
        hashes.compute(key, (_, stored) -> {
            var there = stored == null ? Hash.NONE : stored;
            seen[0] = live(there);
            var after = step.apply(seen[0]);
            if (stored == null && !after.isEmpty() && hashes.mappingCount() >= capacity) {
                throw new StoreUnavailable("the store is full: " + capacity + " hashes");
            }
            if (!after.equals(there) && !(stored == null && after.isEmpty())) {
                journal.note(after.changesFrom(there, key));
            }
            return after.isEmpty() ? null : after;
        });
        return seen[0];
    }

    /** Removes what has expired. */
    public void sweep() {
        var now = clock.instant();
        hashes.forEach((key, hash) -> {
            if (!hash.isLive(now)) {
                hashes.computeIfPresent(key, (_, stored) -> {
                    if (stored.isLive(now)) {
                        return stored;
                    }
                    journal.note(Hash.NONE.changesFrom(stored, key));
                    return null;
                });
            }
        });
    }

    /** How many there are, those that expired and were not swept yet included. */
    public long size() {
        return hashes.mappingCount();
    }
}
