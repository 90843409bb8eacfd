package io.muster.authserver.store.file;

import static io.muster.authserver.store.Fixtures.access;
import static io.muster.authserver.store.Fixtures.hash;
import static io.muster.authserver.store.Fixtures.refresh;
import static io.muster.authserver.store.Fixtures.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.seal.AesSeal;
import io.muster.authserver.seal.SealingKey;
import io.muster.authserver.store.GrantedToken;
import io.muster.authserver.store.TokenHash;
import io.muster.authserver.store.codec.Codecs;
import io.muster.authserver.store.memory.Change;
import io.muster.authserver.store.memory.Table;
import io.muster.testkit.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {
    private static final Table<TokenHash, GrantedToken> TOKENS =
            new Table<>("tokens", Codecs.TOKEN, TokenHash::value, (key, value) -> new TokenHash(key));
    private static final int COMMITS = 200;
    private static final int ROTATIONS_OF_A_COMMIT = 100;
    /** A row has half a kilobyte; half the file may be sparse, and half of the rest free. */
    private static final long MOST_BYTES_OF_A_ROW = 2_000;

    private final AesSeal seal = new AesSeal(List.of(SealingKey.random(new SecureRandom())), new SecureRandom());
    private final Instant now = new ManualTime().instant();

    @Test
    void the_file_stays_in_proportion_to_what_it_holds_however_much_is_rotated(@TempDir Path directory)
            throws IOException {
        var file = directory.resolve("oauth.db");
        try (var disk = new Disk(file, seal)) {
            disk.open();
            for (var commit = 0; commit < COMMITS; commit++) {
                disk.write(rotations(commit));
            }

            var rows = new ArrayList<TokenHash>();
            disk.read(TOKENS, (key, token) -> rows.add(key));
            assertThat(rows).hasSize(COMMITS * ROTATIONS_OF_A_COMMIT + ROTATIONS_OF_A_COMMIT);
            System.out.println("SIZE " + Files.size(file));
            assertThat(Files.size(file)).isLessThan(rows.size() * MOST_BYTES_OF_A_ROW);
        }
    }

    /** Access tokens stay until they expire, refresh tokens follow each other. */
    private List<Change<?, ?>> rotations(int commit) {
        var changes = new ArrayList<Change<?, ?>>();
        for (var i = 0; i < ROTATIONS_OF_A_COMMIT; i++) {
            var session = session("s" + i, now);
            var access = access("a" + i + " " + commit, session, commit, now);
            var refresh = refresh("r" + i + " " + commit, session, commit, now);
            changes.add(new Change<>(TOKENS, access.hash(), access));
            changes.add(new Change<>(TOKENS, refresh.hash(), refresh));
            changes.add(new Change<>(TOKENS, hash("r" + i + " " + (commit - 1)), null));
        }
        return changes;
    }
}
