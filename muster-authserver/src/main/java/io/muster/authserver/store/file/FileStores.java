package io.muster.authserver.store.file;

import io.muster.authserver.seal.Seal;
import io.muster.authserver.store.ClientStore;
import io.muster.authserver.store.FlowStore;
import io.muster.authserver.store.ProviderTokenStore;
import io.muster.authserver.store.ReplayGuard;
import io.muster.authserver.store.SessionStore;
import io.muster.authserver.store.StoreMisconfigured;
import io.muster.authserver.store.Stores;
import io.muster.authserver.store.UserStore;
import io.muster.authserver.store.memory.Capacity;
import io.muster.authserver.store.memory.MemoryStores;
import io.muster.oauth.store.HashStore;
import io.muster.wire.time.Scheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * All stores in one file of one process. Reading is reading memory. Keys are hashed, values are sealed.
 *
 * <p>Durability: the start, rotation and end of a session, redeemed codes, registrations and tokens of the identity
 * provider are forced to the disc before the operation returns, those of concurrent callers together. Everything else
 * (logins under way, decisions, users, replayed proofs) follows within a moment or with the next of those. What belongs
 * to one operation is kept whole or not at all. While the file cannot be written, operations that change something throw
 * {@link io.muster.oauth.store.StoreUnavailable}, and writing is tried again.
 */
public final class FileStores implements Stores {
    private final Path file;
    private final FileLedger ledger;
    private final MemoryStores memory;

    private FileStores(Path file, FileLedger ledger, MemoryStores memory) {
        this.file = file;
        this.ledger = ledger;
        this.memory = memory;
    }

    /**
     * Opens the file, which is created when there is none.
     *
     * @throws StoreMisconfigured when it is damaged, in use by another process or sealed with another key
     */
    public static FileStores open(
            Path file, Seal seal, Capacity capacity, InstantSource clock, Scheduler scheduler, RandomGenerator random) {
        var disk = new Disk(file, seal);
        try {
            disk.open();
            var ledger = new FileLedger(disk, scheduler);
            return new FileStores(file, ledger, new MemoryStores(capacity, ledger, clock, scheduler, random));
        } catch (IOException e) {
            throw new StoreMisconfigured("cannot create the store " + file + ": " + e, e);
        } catch (RuntimeException e) {
            disk.close();
            throw e;
        }
    }

    @Override
    public ClientStore clients() {
        return memory.clients();
    }

    @Override
    public FlowStore flows() {
        return memory.flows();
    }

    @Override
    public SessionStore sessions() {
        return memory.sessions();
    }

    @Override
    public ProviderTokenStore providerTokens() {
        return memory.providerTokens();
    }

    @Override
    public UserStore users() {
        return memory.users();
    }

    @Override
    public ReplayGuard replays() {
        return memory.replays();
    }

    @Override
    public HashStore hashes() {
        return memory.hashes();
    }

    @Override
    public Map<String, LongSupplier> sizes() {
        return memory.sizes();
    }

    @Override
    public String description() {
        return "file " + file;
    }

    /** Writes what is left and lets the file go. */
    @Override
    public void close() {
        memory.close();
        ledger.close();
    }
}
