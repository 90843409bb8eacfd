package io.muster.valkey;

import io.muster.authserver.store.ProviderTokenStore;
import io.muster.authserver.store.ProviderTokens;
import io.muster.authserver.store.StoreLimits;
import io.muster.authserver.store.codec.Codec;
import io.muster.authserver.store.codec.Codecs;
import io.muster.authserver.store.codec.Row;
import io.muster.oauth.Subject;
import io.muster.valkey.Server.Repeat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import redis.clients.jedis.Protocol.Command;

record ValkeyProviderTokens(Server server, Keys keys, Values values, InstantSource clock, RandomGenerator random)
        implements ProviderTokenStore {
    private static final Codec<Row<ProviderTokens>> CODEC = Row.codec(Codecs.PROVIDER_TOKENS);
    private static final int PROOF_BYTES = 16;

    @Override
    public Optional<ProviderTokens> find(Subject subject) {
        var key = keys.providerTokens(subject);
        return Optional.ofNullable(server.get(key))
                .map(stored -> values.read(key, CODEC, stored))
                .filter(row -> row.isLive(clock.instant()))
                .map(Row::value);
    }

    @Override
    public void save(Subject subject, ProviderTokens tokens, Instant until) {
        StoreLimits.DEFAULT.checkIdentifier("the subject", subject.value());
        var key = keys.providerTokens(subject);
        server.set(key, values.write(key, CODEC, new Row<>(tokens, until)), Ttl.millis(clock.instant(), until));
    }

    @Override
    public void extend(Subject subject, Instant until) {
        new Extension<>(server, values, CODEC, clock).extend(keys.providerTokens(subject), until);
    }

    @Override
    public void remove(Subject subject) {
        server.command(Repeat.ALLOWED, Command.DEL, keys.providerTokens(subject));
    }

    @Override
    public Optional<String> lock(Subject subject, Duration ttl) {
        var bytes = new byte[PROOF_BYTES];
        random.nextBytes(bytes);
        var proof = HexFormat.of().formatHex(bytes);
        var held = server.command(
                Repeat.FORBIDDEN, Command.SET, keys.providerLock(subject), proof, "NX", "PX", ttl.toMillis());
        return held == null ? Optional.empty() : Optional.of(proof);
    }

    @Override
    public void unlock(Subject subject, String proof) {
        server.script(Repeat.ALLOWED, Script.UNLOCK, List.of(keys.providerLock(subject)), proof);
    }
}
