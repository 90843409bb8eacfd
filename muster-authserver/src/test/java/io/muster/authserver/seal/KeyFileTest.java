package io.muster.authserver.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.authserver.store.Race;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    @TempDir
    private Path directory;

    @Test
    void the_key_is_made_once_and_only_its_owner_can_read_it() throws IOException {
        var file = directory.resolve("oauth.key");

        var made = KeyFile.loadOrCreate(file, new SecureRandom());

        assertThat(KeyFile.loadOrCreate(file, new SecureRandom())).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void processes_that_start_at_once_agree_on_one_key() throws Exception {
        var file = directory.resolve("oauth.key");

        var keys = Race.of(50, _ -> {
            try {
                return KeyFile.loadOrCreate(file, new SecureRandom());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(keys).containsOnly(keys.getFirst());
    }

    @Test
    void a_key_that_others_can_read_is_refused_with_the_remedy() throws IOException {
        var file = directory.resolve("oauth.key");
        KeyFile.loadOrCreate(file, new SecureRandom());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> KeyFile.loadOrCreate(file, new SecureRandom()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chmod 600 " + file);
    }

    @Test
    void a_key_file_with_something_else_is_refused() throws IOException {
        var file = Files.writeString(directory.resolve("oauth.key"), "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThatThrownBy(() -> KeyFile.loadOrCreate(file, new SecureRandom())).isInstanceOf(WeakKeyException.class);
    }
}
