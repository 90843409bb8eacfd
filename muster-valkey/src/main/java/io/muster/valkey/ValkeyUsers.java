package io.muster.valkey;

import io.muster.authserver.store.StoreLimits;
import io.muster.authserver.store.User;
import io.muster.authserver.store.UserStore;
import io.muster.authserver.store.codec.Codec;
import io.muster.authserver.store.codec.Codecs;
import io.muster.authserver.store.codec.Row;
import io.muster.oauth.Subject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

record ValkeyUsers(Server server, Keys keys, Values values, InstantSource clock) implements UserStore {
    private static final Codec<Row<User>> CODEC = Row.codec(Codecs.USER);

    @Override
    public void save(User user, Instant until) {
        StoreLimits.DEFAULT.checkIdentifier("the subject", user.subject().value());
        var key = keys.user(user.subject());
        server.set(key, values.write(key, CODEC, new Row<>(user, until)), Ttl.millis(clock.instant(), until));
    }

    @Override
    public void extend(Subject subject, Instant until) {
        new Extension<>(server, values, CODEC, clock).extend(keys.user(subject), until);
    }

    @Override
    public Optional<User> find(Subject subject) {
        var key = keys.user(subject);
        return Optional.ofNullable(server.get(key))
                .map(stored -> values.read(key, CODEC, stored))
                .filter(row -> row.isLive(clock.instant()))
                .map(Row::value);
    }
}
