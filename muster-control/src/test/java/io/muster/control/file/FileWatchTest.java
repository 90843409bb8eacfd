package io.muster.control.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.control.RecordingScheduler;
import io.muster.control.definition.ResourceKey;
import io.muster.control.definition.ResourceKind;
import io.muster.testkit.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
    @TempDir
    Path config;

    private final ManualTime time = new ManualTime();
    private final RecordingScheduler scheduler = new RecordingScheduler(time);
    private final BlockingQueue<ResourceKey> changed = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> misnamed = new LinkedBlockingQueue<>();
    private final AtomicInteger resyncs = new AtomicInteger();
    private FileWatch watch;

    @BeforeEach
    void start() {
        watch = FileWatch.start(
                        config, Set.of(ResourceKind.MCP_SERVER, ResourceKind.WORKFLOW), new Recorder(), scheduler)
                .orElseThrow();
    }

    @AfterEach
    void stop() throws IOException {
        watch.close();
    }

    @Test
    void missing_directories_are_created_and_what_is_there_is_no_event() {
        assertThat(config.resolve("mcpservers")).isDirectory();
        assertThat(config.resolve("workflows")).isDirectory();
        time.advance(Duration.ofMinutes(1));
        assertThat(changed).isEmpty();
        assertThat(resyncs).hasValue(0);
    }

    @Test
    void a_file_that_appears_in_pieces_is_one_change_of_its_kind() throws Exception {
        var file = config.resolve("workflows/Deploy_it.yml");
        for (var piece : List.of("spec:\n", "  steps:\n", "    - id: a\n")) {
            Files.writeString(file, piece, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            scheduler.awaitDelay(FileWatch.QUIET);
        }

        assertThat(settled()).isEqualTo(new ResourceKey(ResourceKind.WORKFLOW, "Deploy_it"));
    }

    @Test
    void a_deleted_file_is_a_change_and_other_files_are_none() throws Exception {
        Files.writeString(config.resolve("mcpservers/.tmp-1.yaml"), "x");
        Files.writeString(config.resolve("mcpservers/notes.txt"), "x");
        Files.writeString(config.resolve("mcpservers/Not_A_Name.yaml"), "x");
        Files.writeString(config.resolve("mcpservers/github.yaml"), "x");
        scheduler.awaitDelay(FileWatch.QUIET);
        Files.delete(config.resolve("mcpservers/github.yaml"));
        scheduler.awaitDelay(FileWatch.QUIET);

        assertThat(settled()).isEqualTo(ResourceKey.server("github"));
    }

    @Test
    void a_file_that_is_no_definition_because_of_its_name_is_told_apart() throws Exception {
        Files.writeString(config.resolve("mcpservers/Not_A_Name.yml"), "x");
        scheduler.awaitDelay(FileWatch.QUIET);

        assertThat(settled(misnamed)).isEqualTo("mcpservers/Not_A_Name.yml");
        assertThat(changed).isEmpty();
    }

    @Test
    void a_system_that_has_nothing_left_to_watch_with_is_not_watched() {
        var none = FileWatch.start(config, Set.of(ResourceKind.MCP_SERVER), new Recorder(), scheduler, () -> {
            throw new IOException("User limit of inotify instances reached or too many open files");
        });

        assertThat(none).isEmpty();
    }

    @Test
    void a_directory_that_is_deleted_is_created_and_watched_again() throws Exception {
        Files.delete(config.resolve("mcpservers"));
        scheduler.awaitDelay(FileWatch.QUIET);
        time.advance(FileWatch.QUIET);
        assertThat(resyncs).hasValue(1);

        Files.writeString(config.resolve("mcpservers/github.yaml"), "x");
        scheduler.awaitDelay(FileWatch.QUIET);

        assertThat(settled()).isEqualTo(ResourceKey.server("github"));
    }

    @Test
    void a_directory_that_is_replaced_by_another_is_found_by_the_check() throws Exception {
        Files.move(config.resolve("mcpservers"), config.resolve("old"));
        Files.createDirectory(config.resolve("mcpservers"));
        time.advance(FileWatch.CHECK);
        assertThat(resyncs).hasValue(1);

        Files.writeString(config.resolve("mcpservers/github.yaml"), "x");
        scheduler.awaitDelay(FileWatch.QUIET);

        assertThat(settled()).isEqualTo(ResourceKey.server("github"));
    }

    /** The next change; time passes until it comes, since one write may arrive as several events. */
    private ResourceKey settled() throws InterruptedException {
        return settled(changed);
    }

    private <T> T settled(BlockingQueue<T> told) throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            time.advance(FileWatch.QUIET);
            var key = told.poll(100, TimeUnit.MILLISECONDS);
            if (key != null) {
                return key;
            }
        }
        throw new AssertionError("nothing changed");
    }

    private final class Recorder implements FileWatch.Listener {
        @Override
        public void changed(ResourceKey key) {
            changed.add(key);
        }

        @Override
        public void misnamed(String file) {
            misnamed.add(file);
        }

        @Override
        public void resync() {
            resyncs.incrementAndGet();
        }
    }
}
