package io.muster.authserver.store.file;

import io.muster.authserver.seal.Seal;
import io.muster.authserver.seal.SealException;
import io.muster.authserver.store.StoreMisconfigured;
import io.muster.authserver.store.codec.UnreadableValue;
import io.muster.authserver.store.memory.Change;
import io.muster.authserver.store.memory.Table;
import io.muster.wire.file.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/**
 * The file. MVStore appends new pages and never overwrites those of the last committed version, so whatever kills the
 * process leaves that version. Used by one thread at a time.
 *
 * @see <a href="https://h2database.com/html/mvstore.html">MVStore</a>
 */
final class Disk implements AutoCloseable {
    private static final int CACHE_MEGABYTES = 1;

    /** Each commit writes the pages anew that its rows are in, and keys are random: small pages write less. */
    private static final int PAGE_BYTES = 4 * 1024;

    private static final int SMALL_BYTES = 8 * 1024 * 1024;
    private static final int SPARSE_PERCENT = 50;
    private static final int DENSE_PERCENT = 70;
    private static final int COMPACTION_BYTES = 4 * 1024 * 1024;

    private final Path file;
    private final Seal seal;
    private @Nullable MVStore store;

    Disk(Path file, Seal seal) {
        this.file = file;
        this.seal = seal;
    }

    Path file() {
        return file;
    }

    /**
     * Nobody reads old versions, and each commit is forced before the next begins, so the space of what the last one does
     * not refer to is free at once.
     *
     * @throws StoreMisconfigured when it cannot be opened as it is
     */
    void open() throws IOException {
        create();
        try {
            var opened = new MVStore.Builder()
                    .fileName(file.toString())
                    .autoCommitDisabled()
                    .cacheSize(CACHE_MEGABYTES)
                    .pageSplitSize(PAGE_BYTES)
                    .open();
            opened.setRetentionTime(0);
            opened.setVersionsToKeep(0);
            store = opened;
        } catch (MVStoreException e) {
            throw e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED
                    ? new StoreMisconfigured(
                            "the store " + file + " is in use by another process; stop that one, or let them share a "
                                    + "Valkey (aggregator.oauth.server.storage.type: valkey)",
                            e)
                    : damaged(e);
        } catch (RuntimeException e) {
            throw damaged(e);
        }
    }

    private void create() throws IOException {
        Files.createDirectories(file.toAbsolutePath().resolveSibling("").normalize());
        try {
            Files.createFile(file, OwnerOnly.file(file));
        } catch (FileAlreadyExistsException asUsual) {
            return;
        }
    }

    /**
     * Tells all rows of a table.
     *
     * @return rows that were sealed with an older key and should be written again
     * @throws StoreMisconfigured when one cannot be read
     */
    <K, V> List<Change<?, ?>> read(Table<K, V> table, BiConsumer<K, V> row) {
        var outdated = new ArrayList<Change<?, ?>>();
        try {
            map(opened(), table).forEach((written, stored) -> {
                var value = table.codec().read(seal.open(name(table, written), stored));
                var key = table.original().apply(written, value);
                row.accept(key, value);
                if (!seal.isCurrent(stored)) {
                    outdated.add(new Change<>(table, key, value));
                }
            });
        } catch (SealException e) {
            throw new StoreMisconfigured(
                    e.getMessage() + ": give the key that the store " + file
                            + " was written with, or move the file away"
                            + " to begin anew, after which everybody logs in again",
                    e);
        } catch (UnreadableValue | MVStoreException e) {
            throw damaged(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return outdated;
    }

    /** Writes changes, all or none, and forces them to the disc. */
    void write(List<Change<?, ?>> changes) {
        try {
            var to = opened();
            changes.forEach(change -> apply(to, change));
            to.commit();
            to.sync();
            compact(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes what is left in sparse chunks anew, so that their space can be used again: keys are random, so without this
     * nearly every chunk would keep a few rows for ever. A little at a time, because callers wait.
     */
    private static void compact(MVStore to) {
        var chunks = to.getFileStore();
        if (chunks.size() > SMALL_BYTES && chunks.getChunksFillRate() < SPARSE_PERCENT) {
            to.compact(DENSE_PERCENT, COMPACTION_BYTES);
        }
    }

    private <K, V> void apply(MVStore to, Change<K, V> change) {
        var table = change.table();
        var written = table.written().apply(change.key());
        var value = change.value();
        if (value == null) {
            map(to, table).remove(written);
        } else {
            map(to, table)
                    .put(written, seal.seal(name(table, written), table.codec().write(value)));
        }
    }

    /** The store; opened again when a failed write has closed it. */
    private MVStore opened() throws IOException {
        if (store == null || store.isClosed()) {
            open();
        }
        return Objects.requireNonNull(store);
    }

    /** Types are named because MVStore would otherwise deserialise whatever objects the file claims to hold. */
    private static MVMap<String, byte[]> map(MVStore store, Table<?, ?> table) {
        return store.openMap(
                table.name(),
                new MVMap.Builder<String, byte[]>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
    }

    private static String name(Table<?, ?> table, String written) {
        return table.name() + "/" + written;
    }

    private StoreMisconfigured damaged(RuntimeException cause) {
        return new StoreMisconfigured(
                "the store " + file
                        + " is damaged or was not written by this program; restore it from a backup, or move"
                        + " it away to begin anew, after which everybody logs in again",
                cause);
    }

    /** Leaves the last committed version: what was not committed belongs to a write that failed. */
    @Override
    public void close() {
        if (store != null) {
            store.closeImmediately();
        }
    }
}
