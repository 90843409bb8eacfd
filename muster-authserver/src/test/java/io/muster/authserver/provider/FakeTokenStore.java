package io.muster.authserver.provider;

import io.muster.authserver.store.ProviderTokenStore;
import io.muster.authserver.store.ProviderTokens;
import io.muster.oauth.Subject;
import io.muster.oauth.store.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A store that several processes share; every operation can be watched, delayed or made to fail. */
final class FakeTokenStore implements ProviderTokenStore {
    private final InstantSource clock;
    private final Map<Subject, ProviderTokens> entries = new ConcurrentHashMap<>();
    private final Map<Subject, Held> locks = new ConcurrentHashMap<>();
    private Consumer<String> before = operation -> {};
    private final AtomicLong proofs = new AtomicLong();

    private record Held(String proof, Instant until) {}

    FakeTokenStore(InstantSource clock) {
        this.clock = clock;
    }

    /** Runs before each operation, which is named; may throw. */
    void before(Consumer<String> hook) {
        before = hook;
    }

    void failing(String operation) {
        before(name -> {
            if (name.equals(operation)) {
                throw new StoreUnavailable(operation);
            }
        });
    }

    @Override
    public Optional<ProviderTokens> find(Subject subject) {
        before.accept("find");
        return Optional.ofNullable(entries.get(subject));
    }

    @Override
    public void save(Subject subject, ProviderTokens tokens, Instant until) {
        before.accept("save");
        entries.put(subject, tokens);
    }

    @Override
    public void extend(Subject subject, Instant until) {
        before.accept("extend");
    }

    @Override
    public void remove(Subject subject) {
        before.accept("remove");
        entries.remove(subject);
    }

    @Override
    public Optional<String> lock(Subject subject, Duration ttl) {
        before.accept("lock");
        var now = clock.instant();
        var proof = "proof-" + proofs.incrementAndGet();
        var holder = locks.compute(
                subject,
                (_, held) -> held != null && now.isBefore(held.until()) ? held : new Held(proof, now.plus(ttl)));
        return Optional.of(proof).filter(holder.proof()::equals);
    }

    @Override
    public void unlock(Subject subject, String proof) {
        before.accept("unlock");
        locks.computeIfPresent(subject, (_, held) -> held.proof().equals(proof) ? null : held);
    }

    boolean isLocked(Subject subject) {
        return locks.containsKey(subject);
    }
}
