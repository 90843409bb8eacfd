package io.muster.authserver.store.memory;

import io.muster.authserver.store.StoreSet;
import io.muster.oauth.store.MemoryHashStore;
import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;

/** All stores in the memory of this process. */
public final class MemoryStores {
    private static final Duration SWEEP = Duration.ofSeconds(60);

    private MemoryStores() {}

    /** Stores that forget everything when the process ends. */
    public static StoreSet open(Capacity capacity, InstantSource clock, Scheduler scheduler, RandomGenerator random) {
        return open(capacity, Ledger.NONE, clock, scheduler, random);
    }

    /** Stores that begin with what the ledger knows and tell it every change. */
    public static StoreSet open(
            Capacity capacity, Ledger ledger, InstantSource clock, Scheduler scheduler, RandomGenerator random) {
        var clients = new MemoryClients(ledger, capacity.clients(), clock);
        var flows = new MemoryFlows(ledger, capacity.flows(), capacity.flowBytes());
        var sessions = new MemorySessions(ledger, capacity.sessions());
        var providerTokens = new MemoryProviderTokens(ledger, capacity.sessions(), clock, random);
        var users = new MemoryUsers(ledger, capacity.sessions(), clock);
        var replays = new MemoryReplays(ledger, capacity.replays());
        var hashes = new MemoryHashStore(MemoryHashStore.MOST, new LedgerJournal(ledger), clock);
        var sweeper = scheduler.every(SWEEP, () -> {
            var now = clock.instant();
            clients.sweep(now);
            flows.sweep(now);
            sessions.sweep(now);
            providerTokens.sweep(now);
            users.sweep(now);
            replays.sweep(now);
            hashes.sweep();
        });
        return new StoreSet(
                clients,
                flows,
                sessions,
                providerTokens,
                users,
                replays,
                hashes,
                "memory: sessions end with this process",
                Map.of(
                        "clients", clients::size,
                        "flows", flows::size,
                        "families", sessions::sessions,
                        "tokens", sessions::accessTokens,
                        "refresh_tokens", sessions::refreshTokens,
                        "hashes", hashes::size),
                sweeper::cancel);
    }
}
