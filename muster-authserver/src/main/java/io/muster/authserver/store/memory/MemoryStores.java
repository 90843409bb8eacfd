package io.muster.authserver.store.memory;

import io.muster.authserver.store.ClientStore;
import io.muster.authserver.store.FlowStore;
import io.muster.authserver.store.ProviderTokenStore;
import io.muster.authserver.store.ReplayGuard;
import io.muster.authserver.store.SessionStore;
import io.muster.authserver.store.Stores;
import io.muster.authserver.store.UserStore;
import io.muster.oauth.store.HashStore;
import io.muster.oauth.store.MemoryHashStore;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** All stores in the memory of this process. */
public final class MemoryStores implements Stores {
    private static final Duration SWEEP = Duration.ofSeconds(60);

    private final MemoryClients clients;
    private final MemoryFlows flows;
    private final MemorySessions sessions;
    private final MemoryProviderTokens providerTokens;
    private final MemoryUsers users;
    private final MemoryReplays replays;
    private final MemoryHashStore hashes;
    private final InstantSource clock;
    private final Scheduler.Timer sweeper;

    /** Stores that forget everything when the process ends. */
    public MemoryStores(Capacity capacity, InstantSource clock, Scheduler scheduler, RandomGenerator random) {
        this(capacity, Ledger.NONE, clock, scheduler, random);
    }

    /** Stores that begin with what the ledger knows and tell it every change. */
    public MemoryStores(
            Capacity capacity, Ledger ledger, InstantSource clock, Scheduler scheduler, RandomGenerator random) {
        this.clock = clock;
        clients = new MemoryClients(ledger, capacity.clients(), clock);
        flows = new MemoryFlows(ledger, capacity.flows());
        sessions = new MemorySessions(ledger, capacity.sessions());
        providerTokens = new MemoryProviderTokens(ledger, capacity.sessions(), clock, random);
        users = new MemoryUsers(ledger, capacity.sessions(), clock);
        replays = new MemoryReplays(ledger, capacity.replays());
        hashes = new MemoryHashStore(MemoryHashStore.MOST, new LedgerJournal(ledger), clock);
        sweeper = scheduler.every(SWEEP, this::sweep);
    }

    private void sweep() {
        var now = clock.instant();
        clients.sweep(now);
        flows.sweep(now);
        sessions.sweep(now);
        providerTokens.sweep(now);
        users.sweep(now);
        replays.sweep(now);
        hashes.sweep();
    }

    @Override
    public ClientStore clients() {
        return clients;
    }

    @Override
    public FlowStore flows() {
        return flows;
    }

    @Override
    public SessionStore sessions() {
        return sessions;
    }

    @Override
    public ProviderTokenStore providerTokens() {
        return providerTokens;
    }

    @Override
    public UserStore users() {
        return users;
    }

    @Override
    public ReplayGuard replays() {
        return replays;
    }

    @Override
    public HashStore hashes() {
        return hashes;
    }

    @Override
    public Map<String, LongSupplier> sizes() {
        return Map.of(
                "clients", clients::size,
                "flows", flows::size,
                "families", sessions::sessions,
                "tokens", sessions::accessTokens,
                "refresh_tokens", sessions::refreshTokens,
                "hashes", hashes::size);
    }

    @Override
    public String description() {
        return "memory: sessions end with this process";
    }

    @Override
    public void close() {
        sweeper.cancel();
    }
}
