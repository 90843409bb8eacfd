package io.muster.gateway.signin;

import io.muster.oauth.store.HashStore;
import io.muster.oauth.store.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A store of one process that can be made to give no answer. */
final class FakeHashStore implements HashStore {
    private final InstantSource clock;
    private final Map<String, Hash> hashes = new LinkedHashMap<>();
    private boolean away;

    private record Hash(Map<String, String> fields, Instant end) {}

    FakeHashStore(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void away(boolean gone) {
        away = gone;
    }

    /** Everything that lies in it, as one text. */
    synchronized String content() {
        return hashes.toString();
    }

    @Override
    public synchronized Optional<String> get(String key, String field) {
        return Optional.ofNullable(fields(key).get(field));
    }

    @Override
    public synchronized Map<String, String> all(String key) {
        return Map.copyOf(fields(key));
    }

    @Override
    public synchronized void put(String key, String field, String value, Duration life) {
        var fields = fields(key);
        fields.put(field, value);
        hashes.put(key, new Hash(fields, clock.instant().plus(life)));
    }

    @Override
    public synchronized boolean putIfAbsent(String key, String field, String value, Duration life) {
        if (fields(key).containsKey(field)) {
            return false;
        }
        put(key, field, value, life);
        return true;
    }

    @Override
    public synchronized void replace(String key, String field, String value) {
        fields(key).replace(field, value);
    }

    @Override
    public synchronized Optional<String> take(String key, String field) {
        return Optional.ofNullable(fields(key).remove(field));
    }

    @Override
    public synchronized void remove(String key, String field) {
        fields(key).remove(field);
    }

    @Override
    public synchronized void remove(String key) {
        fields(key);
        hashes.remove(key);
    }

    @Override
    public synchronized void touch(String key, Duration life) {
        var fields = fields(key);
        if (!fields.isEmpty()) {
            hashes.put(key, new Hash(fields, clock.instant().plus(life)));
        }
    }

    private Map<String, String> fields(String key) {
        if (away) {
            throw new StoreUnavailable("away");
        }
        var hash = hashes.get(key);
        return hash == null || !clock.instant().isBefore(hash.end()) ? new LinkedHashMap<>() : hash.fields();
    }
}
