package io.muster.valkey;

import io.muster.authserver.store.ClientStore;
import io.muster.authserver.store.RegisteredClient;
import io.muster.authserver.store.StoreLimits;
import io.muster.authserver.store.codec.Codecs;
import io.muster.oauth.ClientId;
import io.muster.valkey.Server.Repeat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.Protocol.Command;

/** Clients, each a hash with the expiry beside the value, so that use moves it without writing the value again. */
record ValkeyClients(Server server, Keys keys, Values values, InstantSource clock) implements ClientStore {
    private static final String NEVER = "+inf";
    private static final int EXPIRY_STEPS = 100;

    @Override
    public Registration register(RegisteredClient client, String address, int limit) {
        var now = clock.instant();
        var registered = server.script(
                Repeat.ALLOWED,
                Script.REGISTER_CLIENT,
                List.of(keys.client(client.id()), keys.clientsOf(address)),
                now.toEpochMilli(),
                limit,
                written(client),
                expiry(client),
                left(client, now));
        return Long.valueOf(1).equals(registered) ? Registration.REGISTERED : Registration.LIMIT_REACHED;
    }

    @Override
    public void put(RegisteredClient client) {
        server.script(
                Repeat.ALLOWED,
                Script.PUT_CLIENT,
                List.of(keys.client(client.id())),
                written(client),
                expiry(client),
                left(client, clock.instant()));
    }

    @Override
    public Optional<RegisteredClient> find(ClientId id) {
        var key = keys.client(id);
        var stored = Reply.of(server.command(Repeat.ALLOWED, Command.HMGET, key, "value", "expiry"));
        return stored.flatMap(reply -> reply.bytes(0).map(value -> {
                    var client = values.read(key, Codecs.CLIENT, value);
                    return client.expiresAt().isEmpty() ? client : client.until(Instant.ofEpochMilli(reply.number(1)));
                }))
                .filter(client ->
                        client.expiresAt().map(clock.instant()::isBefore).orElse(true));
    }

    @Override
    public void used(ClientId id, Instant now, Duration keep) {
        var until = now.plus(keep);
        server.script(
                Repeat.ALLOWED,
                Script.USE_CLIENT,
                List.of(keys.client(id)),
                now.toEpochMilli(),
                until.toEpochMilli(),
                until.minus(keep.dividedBy(EXPIRY_STEPS)).toEpochMilli(),
                Ttl.millis(now, until));
    }

    @Override
    public void remove(ClientId id) {
        server.script(Repeat.ALLOWED, Script.REMOVE_CLIENT, List.of(keys.client(id)));
    }

    private byte[] written(RegisteredClient client) {
        StoreLimits.DEFAULT.checkIdentifier("the client id", client.id().value());
        return values.write(keys.client(client.id()), Codecs.CLIENT, client);
    }

    private static String expiry(RegisteredClient client) {
        return client.expiresAt().map(at -> Long.toString(at.toEpochMilli())).orElse(NEVER);
    }

    /** What is left of its time; 0 for ever. */
    private static long left(RegisteredClient client, Instant now) {
        return client.expiresAt().map(at -> Ttl.millis(now, at)).orElse(0L);
    }
}
