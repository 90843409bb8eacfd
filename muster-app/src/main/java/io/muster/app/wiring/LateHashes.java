package io.muster.app.wiring;

import io.muster.oauth.store.HashStore;
import io.muster.oauth.store.Notices;
import io.muster.oauth.store.StoreUnavailable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A store that is opened later than those who use it are made; until then it gives no answer. */
record LateHashes(Supplier<Optional<HashStore>> opened) implements HashStore {
    private HashStore store() {
        return opened.get().orElseThrow(() -> new StoreUnavailable("the store of sessions is not open yet"));
    }

    @Override
    public Optional<String> get(String key, String field) {
        return store().get(key, field);
    }

    @Override
    public Map<String, String> all(String key) {
        return store().all(key);
    }

    @Override
    public void put(String key, String field, String value, Duration life) {
        store().put(key, field, value, life);
    }

    @Override
    public boolean putIfAbsent(String key, String field, String value, Duration life) {
        return store().putIfAbsent(key, field, value, life);
    }

    @Override
    public void replace(String key, String field, String value) {
        store().replace(key, field, value);
    }

    @Override
    public Optional<String> take(String key, String field) {
        return store().take(key, field);
    }

    @Override
    public void remove(String key, String field) {
        store().remove(key, field);
    }

    @Override
    public void remove(String key) {
        store().remove(key);
    }

    @Override
    public void touch(String key, Duration life) {
        store().touch(key, life);
    }

    @Override
    public Notices notices() {
        return store().notices();
    }
}
