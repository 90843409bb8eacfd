package io.muster.valkey;

import io.muster.authserver.store.codec.HashField;
import io.muster.oauth.store.HashLimits;
import io.muster.oauth.store.HashStore;
import io.muster.oauth.store.Notices;
import io.muster.valkey.Server.Repeat;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;

/** Hashes as hashes of the server, whose clock ends them. Names of fields are hashed, and sealed with the values. */
record ValkeyHashes(Server server, Keys keys, Values values, Notices notices) implements HashStore {
    private static final Long FULL = 0L;
    private static final Long DONE = 1L;

    /** A field as it is on the server. */
    private record Place(String key, String field) {
        /** What its value is sealed for. */
        String name() {
            return key + "/" + field;
        }
    }

    private Place place(String key, String field) {
        return new Place(keys.hashOf(key), Keys.fieldOf(field));
    }

    @Override
    public Optional<String> get(String key, String field) {
        var place = place(key, field);
        return Optional.ofNullable((byte[]) server.command(Repeat.ALLOWED, Command.HGET, place.key(), place.field()))
                .map(stored -> read(place, stored).text());
    }

    @Override
    public Map<String, String> all(String key) {
        var hash = keys.hashOf(key);
        var found = new HashMap<String, String>();
        Reply.of(server.command(Repeat.ALLOWED, Command.HGETALL, hash)).ifPresent(reply -> {
            for (int i = 0; i + 1 < reply.values().size(); i += 2) {
                var place = new Place(hash, reply.text(i).orElseThrow());
                var field = read(place, reply.bytes(i + 1).orElseThrow());
                found.put(field.field(), field.text());
            }
        });
        return Map.copyOf(found);
    }

    @Override
    public void put(String key, String field, String value, Duration life) {
        set(Repeat.ALLOWED, Script.PUT_FIELD, new HashField(key, field, value), life);
    }

    @Override
    public boolean putIfAbsent(String key, String field, String value, Duration life) {
        return DONE.equals(set(Repeat.FORBIDDEN, Script.ADD_FIELD, new HashField(key, field, value), life));
    }

    private @Nullable Object set(Repeat repeat, Script script, HashField field, Duration life) {
        HashLimits.check(field.key(), field.field(), field.text());
        var place = place(field.key(), field.field());
        var outcome = server.script(
                repeat,
                script,
                List.of(place.key()),
                place.field(),
                write(place, field),
                millis(life),
                HashLimits.FIELDS);
        if (FULL.equals(outcome)) {
            throw HashLimits.tooManyFields();
        }
        return outcome;
    }

    @Override
    public void replace(String key, String field, String value) {
        HashLimits.check(key, field, value);
        var place = place(key, field);
        server.script(
                Repeat.ALLOWED,
                Script.REPLACE_FIELD,
                List.of(place.key()),
                place.field(),
                write(place, new HashField(key, field, value)));
    }

    @Override
    public Optional<String> take(String key, String field) {
        var place = place(key, field);
        return Optional.ofNullable((byte[])
                        server.script(Repeat.FORBIDDEN, Script.TAKE_FIELD, List.of(place.key()), place.field()))
                .map(stored -> read(place, stored).text());
    }

    @Override
    public void remove(String key, String field) {
        var place = place(key, field);
        server.command(Repeat.ALLOWED, Command.HDEL, place.key(), place.field());
    }

    @Override
    public void remove(String key) {
        server.command(Repeat.ALLOWED, Command.DEL, keys.hashOf(key));
    }

    @Override
    public void touch(String key, Duration life) {
        server.command(Repeat.ALLOWED, Command.PEXPIRE, keys.hashOf(key), millis(life));
    }

    private byte[] write(Place place, HashField field) {
        return values.seal().seal(place.name(), HashField.CODEC.write(field));
    }

    private HashField read(Place place, byte[] stored) {
        return values.read(place.name(), HashField.CODEC, stored);
    }

    private static long millis(Duration life) {
        return Math.max(1, life.toMillis());
    }
}
