package io.muster.authserver.store.measured;

import io.muster.authserver.store.ProviderTokenStore;
import io.muster.authserver.store.ProviderTokens;
import io.muster.oauth.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Counts operations on tokens of the identity provider. */
record MeasuredProviderTokens(ProviderTokenStore tokens, Operations operations) implements ProviderTokenStore {
    @Override
    public Optional<ProviderTokens> find(Subject subject) {
        return operations.counted("find", () -> tokens.find(subject));
    }

    @Override
    public void save(Subject subject, ProviderTokens saved, Instant until) {
        operations.run("save", () -> tokens.save(subject, saved, until));
    }

    @Override
    public void extend(Subject subject, Instant until) {
        operations.run("extend", () -> tokens.extend(subject, until));
    }

    @Override
    public void remove(Subject subject) {
        operations.run("remove", () -> tokens.remove(subject));
    }

    @Override
    public Optional<String> lock(Subject subject, Duration ttl) {
        return operations.counted("lock", () -> tokens.lock(subject, ttl));
    }

    @Override
    public void unlock(Subject subject, String proof) {
        operations.run("unlock", () -> tokens.unlock(subject, proof));
    }
}
