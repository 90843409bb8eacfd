package io.muster.authserver.client;

import io.muster.authserver.store.ClientStore;
import io.muster.authserver.store.RegisteredClient;
import io.muster.oauth.ClientId;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.oauth.store.ValueTooLarge;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Clients in a map; can be told to be away. */
final class FakeClientStore implements ClientStore {
    final Map<ClientId, RegisteredClient> clients = new HashMap<>();
    final Map<ClientId, Instant> usedUntil = new HashMap<>();
    private final Map<String, Integer> addresses = new HashMap<>();
    boolean away;
    boolean refusesLargeValues;

    @Override
    public Registration register(RegisteredClient client, String address, int limit) {
        check();
        if (refusesLargeValues) {
            throw new ValueTooLarge("the client");
        }
        if (addresses.getOrDefault(address, 0) >= limit) {
            return Registration.LIMIT_REACHED;
        }
        addresses.merge(address, 1, Integer::sum);
        clients.put(client.id(), client);
        return Registration.REGISTERED;
    }

    @Override
    public void put(RegisteredClient client) {
        clients.put(client.id(), client);
    }

    @Override
    public Optional<RegisteredClient> find(ClientId id) {
        check();
        return Optional.ofNullable(clients.get(id));
    }

    @Override
    public void used(ClientId id, Instant now, Duration keep) {
        usedUntil.put(id, now.plus(keep));
    }

    @Override
    public void remove(ClientId id) {
        clients.remove(id);
    }

    private void check() {
        if (away) {
            throw new StoreUnavailable("away");
        }
    }
}
