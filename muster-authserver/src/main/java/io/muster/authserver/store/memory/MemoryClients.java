package io.muster.authserver.store.memory;

import io.muster.authserver.store.ClientStore;
import io.muster.authserver.store.RegisteredClient;
import io.muster.authserver.store.StoreLimits;
import io.muster.authserver.store.codec.Codec;
import io.muster.authserver.store.codec.Codecs;
import io.muster.authserver.store.codec.Document;
import io.muster.authserver.store.codec.Row;
import io.muster.oauth.ClientId;
import io.muster.wire.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Registered clients. Looking one up takes no lock; registering does, because it counts. */
final class MemoryClients implements ClientStore {
    private static final int EXPIRY_STEPS = 100;

    private final ExpiringMap<ClientId, Entry> clients;
    private final Map<String, Set<ClientId>> addresses = new HashMap<>();
    private final Ledger ledger;
    private final InstantSource clock;

    /** A client and the address that it is counted for. */
    private record Entry(RegisteredClient client, Optional<String> address) {
        static final Codec<Entry> CODEC = new Codec<>() {
            @Override
            public JsonObject encode(Entry entry) {
                var client = Codecs.CLIENT.encode(entry.client());
                return entry.address()
                        .map(address -> client.with("address", address))
                        .orElse(client);
            }

            @Override
            public Entry decode(Document document) {
                return new Entry(Codecs.CLIENT.decode(document), document.optionalText("address"));
            }
        };
    }

    MemoryClients(Ledger ledger, int capacity, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
        clients = new ExpiringMap<>(
                Table.keyed(
                        "clients",
                        Row.codec(Entry.CODEC),
                        ClientId::value,
                        row -> row.value().client().id()),
                ledger,
                capacity);
        clients.forEach((id, entry) ->
                entry.address().ifPresent(address -> counted(address).add(id)));
    }

    @Override
    public Registration register(RegisteredClient client, String address, int limit) {
        synchronized (addresses) {
            var counted = counted(address);
            counted.removeIf(id -> find(id).isEmpty());
            if (counted.size() >= limit) {
                return Registration.LIMIT_REACHED;
            }
            save(new Entry(client, Optional.of(address)));
            counted.add(client.id());
        }
        ledger.settle();
        return Registration.REGISTERED;
    }

    @Override
    public void put(RegisteredClient client) {
        var address = clients.get(client.id(), clock.instant()).flatMap(Entry::address);
        save(new Entry(client, address));
        ledger.settle();
    }

    @Override
    public Optional<RegisteredClient> find(ClientId id) {
        return clients.get(id, clock.instant()).map(Entry::client);
    }

    @Override
    public void used(ClientId id, Instant now, Duration keep) {
        var until = now.plus(keep);
        var worthwhile = until.minus(keep.dividedBy(EXPIRY_STEPS));
        var expiry = clients.get(id, now).flatMap(entry -> entry.client().expiresAt());
        if (expiry.isPresent() && expiry.get().isBefore(worthwhile)) {
            clients.replace(
                    id,
                    now,
                    row -> row.map(found -> {
                        var entry = found.value();
                        return new Row<>(new Entry(entry.client().until(until), entry.address()), until);
                    }));
        }
    }

    @Override
    public void remove(ClientId id) {
        clients.remove(id);
        ledger.settle();
    }

    long size() {
        return clients.size();
    }

    void sweep(Instant now) {
        clients.sweep(now);
        synchronized (addresses) {
            addresses.values().forEach(counted -> counted.removeIf(id -> find(id).isEmpty()));
            addresses.values().removeIf(Set::isEmpty);
        }
    }

    private void save(Entry entry) {
        var client = entry.client();
        StoreLimits.DEFAULT.checkIdentifier("the client id", client.id().value());
        clients.put(client.id(), entry, client.expiresAt().orElse(Row.FOREVER));
    }

    private Set<ClientId> counted(String address) {
        return addresses.computeIfAbsent(address, _ -> new HashSet<>());
    }
}
