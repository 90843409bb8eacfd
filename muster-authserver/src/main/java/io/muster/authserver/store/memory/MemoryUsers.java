package io.muster.authserver.store.memory;

import io.muster.authserver.store.StoreLimits;
import io.muster.authserver.store.User;
import io.muster.authserver.store.UserStore;
import io.muster.authserver.store.codec.Codecs;
import io.muster.authserver.store.codec.Row;
import io.muster.oauth.Subject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

final class MemoryUsers implements UserStore {
    private final ExpiringMap<Subject, User> users;
    private final InstantSource clock;

    MemoryUsers(Ledger ledger, int capacity, InstantSource clock) {
        this.clock = clock;
        users = new ExpiringMap<>(
                Table.keyed(
                        "users",
                        Row.codec(Codecs.USER),
                        Subject::value,
                        row -> row.value().subject()),
                ledger,
                capacity);
    }

    @Override
    public void save(User user, Instant until) {
        StoreLimits.DEFAULT.checkIdentifier("the subject", user.subject().value());
        users.put(user.subject(), user, until);
    }

    @Override
    public void extend(Subject subject, Instant until) {
        users.extend(subject, until, clock.instant());
    }

    @Override
    public Optional<User> find(Subject subject) {
        return users.get(subject, clock.instant());
    }

    void sweep(Instant now) {
        users.sweep(now);
    }
}
