package io.muster.control.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.control.status.ServerState;
import io.muster.control.status.ServerStatus;
import io.muster.control.status.ServerStatuses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStatusStoreTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final ServerStatus STATUS = new ServerStatus(
            ServerState.AUTH_REQUIRED,
            Optional.of("401"),
            Optional.of(NOON),
            2,
            3,
            Optional.of(NOON),
            Optional.of(NOON.plusSeconds(30)),
            List.of(new ServerStatus.Condition("Ready", "False", "AuthRequired", "401", NOON)));

    @TempDir
    Path config;

    @Test
    void a_status_survives_a_restart_and_is_private() throws IOException {
        new ServerStatuses(new FileStatusStore(config)).write("github", STATUS);

        assertThat(new ServerStatuses(new FileStatusStore(config)).find("github"))
                .contains(STATUS);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(config.resolve(".state/mcpservers/github.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_steady_state_writes_nothing() throws IOException {
        var statuses = new ServerStatuses(new FileStatusStore(config));
        assertThat(statuses.write("github", STATUS)).isTrue();
        var file = config.resolve(".state/mcpservers/github.json");
        Files.delete(file);

        assertThat(statuses.write("github", STATUS)).isFalse();

        assertThat(file).doesNotExist();
    }

    @Test
    void a_status_that_is_forgotten_or_damaged_is_none() throws IOException {
        var statuses = new ServerStatuses(new FileStatusStore(config));
        statuses.write("github", STATUS);
        statuses.forget("github");
        assertThat(statuses.find("github")).isEmpty();
        assertThat(config.resolve(".state/mcpservers/github.json")).doesNotExist();

        Files.writeString(config.resolve(".state/mcpservers/github.json"), "{\"state\": \"Runn");
        assertThat(new ServerStatuses(new FileStatusStore(config)).find("github"))
                .isEmpty();
    }

    @Test
    void a_directory_that_cannot_be_written_harms_nothing() throws IOException {
        Files.writeString(config.resolve(".state"), "in the way");
        var statuses = new ServerStatuses(new FileStatusStore(config));

        assertThat(statuses.write("github", STATUS)).isTrue();

        assertThat(statuses.find("github")).contains(STATUS);
    }
}
