package io.muster.authserver.store.measured;

import io.muster.oauth.store.HashStore;
import io.muster.oauth.store.Notices;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Counts operations on hashes. */
record MeasuredHashes(HashStore hashes, Operations operations) implements HashStore {
    @Override
    public Optional<String> get(String key, String field) {
        return operations.counted("get", () -> hashes.get(key, field));
    }

    @Override
    public Map<String, String> all(String key) {
        return operations.counted("all", () -> hashes.all(key));
    }

    @Override
    public void put(String key, String field, String value, Duration life) {
        operations.run("put", () -> hashes.put(key, field, value, life));
    }

    @Override
    public boolean putIfAbsent(String key, String field, String value, Duration life) {
        return operations.counted("put_if_absent", () -> hashes.putIfAbsent(key, field, value, life));
    }

    @Override
    public void replace(String key, String field, String value) {
        operations.run("replace", () -> hashes.replace(key, field, value));
    }

    @Override
    public Optional<String> take(String key, String field) {
        return operations.counted("take", () -> hashes.take(key, field));
    }

    @Override
    public void remove(String key, String field) {
        operations.run("remove", () -> hashes.remove(key, field));
    }

    @Override
    public void remove(String key) {
        operations.run("remove_all", () -> hashes.remove(key));
    }

    @Override
    public void touch(String key, Duration life) {
        operations.run("touch", () -> hashes.touch(key, life));
    }

    @Override
    public Notices notices() {
        return hashes.notices();
    }
}
