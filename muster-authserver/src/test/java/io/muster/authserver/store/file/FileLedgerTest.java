package io.muster.authserver.store.file;

import static io.muster.authserver.store.Fixtures.access;
import static io.muster.authserver.store.Fixtures.hash;
import static io.muster.authserver.store.Fixtures.refresh;
import static io.muster.authserver.store.Fixtures.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.authserver.seal.AesSeal;
import io.muster.authserver.seal.SealingKey;
import io.muster.authserver.store.Stores;
import io.muster.authserver.store.memory.Capacity;
import io.muster.authserver.store.memory.MemoryStores;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.testkit.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLedgerTest {
    private final AesSeal seal = new AesSeal(List.of(SealingKey.random(new SecureRandom())), new SecureRandom());
    private final ManualTime time = new ManualTime();

    @TempDir
    private Path directory;

    @Test
    void while_the_file_cannot_be_written_changes_are_refused_and_later_made_up_for() throws IOException {
        var file = directory.resolve("oauth.db");
        var disk = new Disk(file, seal);
        disk.open();
        try (var ledger = new FileLedger(disk, time)) {
            var stores = MemoryStores.open(Capacity.DEFAULT, ledger, time, time, new SecureRandom());
            begin(stores, "s1");
            stores.hashes().put("auth:s1", "jira", "1", Duration.ofHours(1));
            disk.close();
            Files.move(file, directory.resolve("hidden"));
            Files.createDirectory(file);

            assertThatThrownBy(() -> begin(stores, "s2")).isInstanceOf(StoreUnavailable.class);
            assertThatThrownBy(() -> begin(stores, "s3")).isInstanceOf(StoreUnavailable.class);
            assertThatThrownBy(() -> stores.hashes().take("auth:s1", "jira")).isInstanceOf(StoreUnavailable.class);
            assertThat(stores.hashes().get("auth:s1", "jira")).contains("1");
            assertThat(stores.sessions().access(hash("a s1"), time.instant()))
                    .as("reading goes on")
                    .isPresent();

            Files.delete(file);
            Files.move(directory.resolve("hidden"), file);
            time.advance(Duration.ofSeconds(30));
            ledger.settle();
            begin(stores, "s4");
        }

        try (var stores = FileStores.open(file, seal, Capacity.DEFAULT, time, time, new SecureRandom())) {
            assertThat(stores.sessions().access(hash("a s1"), time.instant())).isPresent();
            assertThat(stores.sessions().access(hash("a s2"), time.instant()))
                    .as("noted before")
                    .isPresent();
            assertThat(stores.sessions().access(hash("a s3"), time.instant()))
                    .as("refused")
                    .isEmpty();
            assertThat(stores.sessions().access(hash("a s4"), time.instant())).isPresent();
        }
    }

    private void begin(Stores stores, String id) {
        var session = session(id, time.instant());
        stores.sessions()
                .start(
                        session,
                        access("a " + id, session, 0, time.instant()),
                        refresh("r " + id, session, 0, time.instant()));
    }
}
