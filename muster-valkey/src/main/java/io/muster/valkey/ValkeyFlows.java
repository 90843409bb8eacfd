package io.muster.valkey;

import io.muster.authserver.store.AuthorizedCode;
import io.muster.authserver.store.FlowStore;
import io.muster.authserver.store.PendingConsent;
import io.muster.authserver.store.PendingLogin;
import io.muster.authserver.store.StoreLimits;
import io.muster.authserver.store.TokenHash;
import io.muster.authserver.store.codec.Codec;
import io.muster.authserver.store.codec.Codecs;
import io.muster.valkey.Server.Repeat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.Protocol.Command;

record ValkeyFlows(Server server, Keys keys, Values values, InstantSource clock) implements FlowStore {
    @Override
    public void begin(TokenHash state, PendingLogin login) {
        StoreLimits.DEFAULT.checkPending("the login", login.size());
        save(keys.login(state), Codecs.LOGIN, login, login.expiresAt());
    }

    @Override
    public Optional<PendingLogin> take(TokenHash state, Instant now) {
        return take(keys.login(state), Codecs.LOGIN).filter(login -> now.isBefore(login.expiresAt()));
    }

    @Override
    public void issue(TokenHash code, AuthorizedCode authorized) {
        var key = keys.code(code);
        server.script(
                Repeat.ALLOWED,
                Script.ISSUE_CODE,
                List.of(key),
                values.write(key, Codecs.CODE, authorized),
                authorized.expiresAt().toEpochMilli(),
                Ttl.millis(clock.instant(), authorized.expiresAt()));
    }

    @Override
    public Optional<AuthorizedCode> find(TokenHash code, Instant now) {
        var key = keys.code(code);
        return Optional.ofNullable((byte[]) server.command(Repeat.ALLOWED, Command.HGET, key, "value"))
                .map(stored -> values.read(key, Codecs.CODE, stored))
                .filter(authorized -> now.isBefore(authorized.expiresAt()));
    }

    @Override
    public Redemption redeem(TokenHash code, Instant now) {
        var outcome = server.script(Repeat.FORBIDDEN, Script.REDEEM_CODE, List.of(keys.code(code)), now.toEpochMilli());
        return switch (outcome) {
            case Long first when first == 1 -> Redemption.REDEEMED;
            case Long again when again == 2 -> Redemption.REUSED;
            case null, default -> Redemption.ABSENT;
        };
    }

    @Override
    public void ask(TokenHash consent, PendingConsent request) {
        StoreLimits.DEFAULT.checkPending("the request for consent", request.size());
        save(keys.consent(consent), Codecs.CONSENT, request, request.expiresAt());
    }

    @Override
    public Optional<PendingConsent> decide(TokenHash consent, Instant now) {
        return take(keys.consent(consent), Codecs.CONSENT).filter(request -> now.isBefore(request.expiresAt()));
    }

    @Override
    public void remember(TokenHash key, Instant until) {
        var expiry = Long.toString(until.toEpochMilli()).getBytes(StandardCharsets.US_ASCII);
        server.set(keys.decision(key), expiry, Ttl.millis(clock.instant(), until));
    }

    @Override
    public boolean remembers(TokenHash key, Instant now) {
        var expiry = server.get(keys.decision(key));
        return expiry != null
                && now.isBefore(Instant.ofEpochMilli(Long.parseLong(new String(expiry, StandardCharsets.US_ASCII))));
    }

    @Override
    public void withdraw(TokenHash person, TokenHash mark, Instant until) {
        var text = until.toEpochMilli() + " " + mark.value();
        server.set(
                keys.withdrawal(person), text.getBytes(StandardCharsets.US_ASCII), Ttl.millis(clock.instant(), until));
    }

    @Override
    public Optional<TokenHash> withdrawn(TokenHash person, Instant now) {
        return Optional.ofNullable(server.get(keys.withdrawal(person)))
                .map(stored -> new String(stored, StandardCharsets.US_ASCII).split(" ", 2))
                .filter(parts -> now.isBefore(Instant.ofEpochMilli(Long.parseLong(parts[0]))))
                .map(parts -> new TokenHash(parts[1]));
    }

    private <T> void save(String key, Codec<T> codec, T value, Instant until) {
        server.set(key, values.write(key, codec, value), Ttl.millis(clock.instant(), until));
    }

    private <T> Optional<T> take(String key, Codec<T> codec) {
        return Optional.ofNullable((byte[]) server.command(Repeat.FORBIDDEN, Command.GETDEL, key))
                .map(stored -> values.read(key, codec, stored));
    }
}
