package io.muster.authserver.store.measured;

import io.muster.authserver.store.ClientStore;
import io.muster.authserver.store.RegisteredClient;
import io.muster.oauth.ClientId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Counts operations on clients. */
record MeasuredClients(ClientStore clients, Operations operations) implements ClientStore {
    @Override
    public Registration register(RegisteredClient client, String address, int limit) {
        return operations.counted("register", () -> clients.register(client, address, limit));
    }

    @Override
    public void put(RegisteredClient client) {
        operations.run("put", () -> clients.put(client));
    }

    @Override
    public Optional<RegisteredClient> find(ClientId id) {
        return operations.counted("find", () -> clients.find(id));
    }

    @Override
    public void used(ClientId id, Instant now, Duration keep) {
        operations.run("used", () -> clients.used(id, now, keep));
    }

    @Override
    public void remove(ClientId id) {
        operations.run("remove", () -> clients.remove(id));
    }
}
