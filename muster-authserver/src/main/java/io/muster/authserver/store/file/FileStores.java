package io.muster.authserver.store.file;

import io.muster.authserver.seal.Seal;
import io.muster.authserver.store.StoreMisconfigured;
import io.muster.authserver.store.Stores;
import io.muster.authserver.store.memory.Capacity;
import io.muster.authserver.store.memory.MemoryStores;
import io.muster.wire.time.Scheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
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
public final class FileStores {
    private FileStores() {}

    /**
     * Opens the file, which is created when there is none. Closing writes what is left and lets the file go.
     *
     * @throws StoreMisconfigured when it is damaged, in use by another process or sealed with another key
     */
    public static Stores open(
            Path file, Seal seal, Capacity capacity, InstantSource clock, Scheduler scheduler, RandomGenerator random) {
        var disk = new Disk(file, seal);
        try {
            disk.open();
            var ledger = new FileLedger(disk, scheduler);
            var memory = MemoryStores.open(capacity, ledger, clock, scheduler, random);
            return memory.keptIn("file " + file, ledger::close);
        } catch (IOException e) {
            throw new StoreMisconfigured("cannot create the store " + file + ": " + e, e);
        } catch (RuntimeException e) {
            disk.close();
            throw e;
        }
    }
}
