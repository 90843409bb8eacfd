package io.muster.authserver.store.memory;

import io.muster.authserver.store.ProviderTokenStore;
import io.muster.authserver.store.ProviderTokens;
import io.muster.authserver.store.StoreLimits;
import io.muster.authserver.store.codec.Codec;
import io.muster.authserver.store.codec.Codecs;
import io.muster.authserver.store.codec.Document;
import io.muster.authserver.store.codec.Row;
import io.muster.oauth.Secret;
import io.muster.oauth.Subject;
import io.muster.wire.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** Provider tokens settle at once: the provider has forgotten the ones before. Locks end with the process. */
final class MemoryProviderTokens implements ProviderTokenStore {
    private static final int PROOF_BYTES = 16;

    private final ExpiringMap<Subject, Entry> tokens;
    private final ConcurrentHashMap<Subject, Row<String>> locks = new ConcurrentHashMap<>();
    private final Ledger ledger;
    private final InstantSource clock;
    private final RandomGenerator random;

    private record Entry(Subject subject, ProviderTokens tokens) {
        static final Codec<Entry> CODEC = new Codec<>() {
            @Override
            public JsonObject encode(Entry entry) {
                return Codecs.PROVIDER_TOKENS
                        .encode(entry.tokens())
                        .with("sub", entry.subject().value());
            }

            @Override
            public Entry decode(Document document) {
                return new Entry(new Subject(document.text("sub")), Codecs.PROVIDER_TOKENS.decode(document));
            }
        };
    }

    MemoryProviderTokens(Ledger ledger, int capacity, InstantSource clock, RandomGenerator random) {
        this.ledger = ledger;
        this.clock = clock;
        this.random = random;
        tokens = new ExpiringMap<>(
                Table.keyed(
                        "provider-tokens",
                        Row.codec(Entry.CODEC),
                        Subject::value,
                        row -> row.value().subject()),
                ledger,
                capacity);
    }

    @Override
    public Optional<ProviderTokens> find(Subject subject) {
        return tokens.get(subject, clock.instant()).map(Entry::tokens);
    }

    @Override
    public void save(Subject subject, ProviderTokens replacement, Instant until) {
        StoreLimits.DEFAULT.checkIdentifier("the subject", subject.value());
        StoreLimits.DEFAULT.checkValue("the token of the identity provider", length(replacement));
        tokens.put(subject, new Entry(subject, replacement), until);
        ledger.settle();
    }

    @Override
    public void extend(Subject subject, Instant until) {
        tokens.extend(subject, until, clock.instant());
    }

    @Override
    public void remove(Subject subject) {
        tokens.remove(subject);
        ledger.settle();
    }

    @Override
    public Optional<String> lock(Subject subject, Duration ttl) {
        var now = clock.instant();
        var bytes = new byte[PROOF_BYTES];
        random.nextBytes(bytes);
        var proof = HexFormat.of().formatHex(bytes);
        var holder = locks.compute(
                subject, (_, held) -> held != null && held.isLive(now) ? held : new Row<>(proof, now.plus(ttl)));
        return holder.value().equals(proof) ? Optional.of(proof) : Optional.empty();
    }

    @Override
    public void unlock(Subject subject, String proof) {
        locks.computeIfPresent(subject, (_, held) -> held.value().equals(proof) ? null : held);
    }

    void sweep(Instant now) {
        tokens.sweep(now);
        locks.values().removeIf(lock -> !lock.isLive(now));
    }

    private static int length(ProviderTokens tokens) {
        return tokens.accessToken().reveal().length()
                + tokens.refreshToken().map(Secret::reveal).map(String::length).orElse(0)
                + tokens.idToken().map(Secret::reveal).map(String::length).orElse(0);
    }
}
