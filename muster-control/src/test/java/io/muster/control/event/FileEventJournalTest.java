package io.muster.control.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.testkit.Eventually;
import io.muster.testkit.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileEventJournalTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final EventQuery EVERYTHING = query(EventFilter.ALL, 100);

    @TempDir
    Path temp;

    private Path directory;
    private final ManualTime time = new ManualTime();
    private FileEventJournal journal;
    private EventRecorder recorder;

    @BeforeEach
    void open() {
        directory = temp.resolve("events");
        journal = new FileEventJournal(directory, time, BERLIN, 2_000);
        recorder = new EventRecorder(journal, time, "default");
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void an_event_is_visible_to_the_next_query() throws Exception {
        recorder.record(EventReason.MCP_SERVER_CREATED, "github");

        assertThat(journal.query(EVERYTHING))
                .extracting(Event::message)
                .containsExactly("MCPServer github successfully created in namespace default");
    }

    @Test
    void each_event_stands_once_in_each_file_in_the_documented_form() throws Exception {
        time.advance(Duration.ofHours(12).plusNanos(5_000_000));
        recorder.record(EventReason.MCP_SERVER_FAILED, "github", EventDetails.error("<boom>"));
        journal.query(EVERYTHING);

        assertThat(Files.readString(directory.resolve("events-2026-01-01.json")))
                .isEqualTo("{\"timestamp\":\"2026-01-01T13:00:00.005+01:00\",\"namespace\":\"default\","
                        + "\"involvedObject\":{\"kind\":\"MCPServer\",\"name\":\"github\",\"namespace\":\"default\"},"
                        + "\"reason\":\"MCPServerFailed\",\"message\":\"MCPServer github operation failed: <boom>\","
                        + "\"type\":\"Warning\",\"source\":\"muster\"}\n");
        assertThat(Files.readString(directory.resolve("events.log")))
                .isEqualTo("[2026-01-01T13:00:00+01:00] MCPServer default/github: MCPServerFailed - "
                        + "MCPServer github operation failed: <boom> (Warning)\n");
    }

    @Test
    void files_are_named_after_the_local_day() throws Exception {
        time.advance(Duration.ofHours(23).plusMinutes(30));
        recorder.record(EventReason.MCP_SERVER_STARTED, "github");
        journal.query(EVERYTHING);

        assertThat(directory.resolve("events-2026-01-02.json")).exists();
    }

    @Test
    void the_newest_come_first_and_the_limit_cuts_the_oldest() throws Exception {
        for (int i = 0; i < 5; i++) {
            recorder.record(EventReason.MCP_SERVER_STARTED, "server-" + i);
            time.advance(Duration.ofHours(8));
        }

        assertThat(names(journal.query(EVERYTHING)))
                .containsExactly("server-4", "server-3", "server-2", "server-1", "server-0");
        assertThat(names(journal.query(query(EventFilter.ALL, 3)))).containsExactly("server-4", "server-3", "server-2");
    }

    @Test
    void events_of_one_instant_keep_their_order() throws Exception {
        recorder.record(EventReason.MCP_SERVER_STARTING, "github");
        recorder.record(EventReason.MCP_SERVER_STARTED, "github");

        assertThat(journal.query(EVERYTHING))
                .extracting(Event::reason)
                .containsExactly("MCPServerStarted", "MCPServerStarting");
        assertThat(journal.query(query(EventFilter.ALL, 1)))
                .extracting(Event::reason)
                .containsExactly("MCPServerStarted");
    }

    @Test
    void filters_compare_exactly_and_times_are_inclusive() throws Exception {
        recorder.record(EventReason.MCP_SERVER_STARTED, "early");
        time.advance(Duration.ofMinutes(1));
        recorder.record(EventReason.MCP_SERVER_FAILED, "middle");
        time.advance(Duration.ofMinutes(1));
        recorder.record(EventReason.WORKFLOW_CREATED, "late");
        var start = Instant.parse("2026-01-01T00:00:00Z");

        assertThat(names(journal.query(query(filter("MCPServer", null, null, null), 9))))
                .containsExactly("middle", "early");
        assertThat(names(journal.query(query(filter("mcpserver", null, null, null), 9))))
                .isEmpty();
        assertThat(names(journal.query(query(filter(null, "late", null, null), 9))))
                .containsExactly("late");
        assertThat(names(journal.query(query(filter(null, null, "other", null), 9))))
                .isEmpty();
        assertThat(names(journal.query(query(filter(null, null, null, "Warning"), 9))))
                .containsExactly("middle");
        assertThat(names(journal.query(new EventQuery(
                        EventFilter.ALL, Optional.of(start.plusSeconds(60)), Optional.of(start.plusSeconds(120)), 9))))
                .containsExactly("late", "middle");
        assertThat(names(journal.query(new EventQuery(EventFilter.ALL, Optional.empty(), Optional.of(start), 9))))
                .containsExactly("early");
    }

    @Test
    void broken_lines_are_skipped_and_a_torn_end_does_not_spoil_the_next_event() throws Exception {
        Files.createDirectories(directory);
        var file = directory.resolve("events-2026-01-01.json");
        Files.writeString(
                file,
                "not json\n[1]\n{\"reason\":\"X\"}\n{\"reason\":\"X\",\"timestamp\":\"yesterday\"}\n"
                        + "{\"message\":\"" + "x".repeat(100_000) + "\"}\n\n{\"timestamp\":\"2026-01-");

        recorder.record(EventReason.MCP_SERVER_STARTED, "github");

        assertThat(names(journal.query(EVERYTHING))).containsExactly("github");
    }

    @Test
    void a_stored_event_of_an_unknown_reason_is_described() throws Exception {
        Files.createDirectories(directory);
        Files.writeString(
                directory.resolve("events-2026-01-01.json"),
                "{\"timestamp\":\"2026-01-01T00:00:00Z\",\"reason\":\"Odd\",\"involvedObject\":"
                        + "{\"kind\":\"MCPServer\",\"name\":\"N\",\"namespace\":\"NS\"}}\n");

        assertThat(journal.query(EVERYTHING)).singleElement().satisfies(event -> {
            assertThat(event.message()).isEqualTo("Event: Odd for NS/N");
            assertThat(event.type()).isEqualTo(Event.Type.NORMAL);
        });
    }

    @Test
    void what_a_backend_says_cannot_forge_lines_of_the_log() throws Exception {
        recorder.record(
                EventReason.MCP_SERVER_FAILED, "github", EventDetails.error("a\n[2026] forged\u2028\u001b[31m"));
        journal.query(EVERYTHING);

        assertThat(Files.readAllLines(directory.resolve("events.log")))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("a\\u000a[2026] forged\\u2028\\u001b[31m"));
    }

    @Test
    void days_older_than_thirty_are_deleted_once_a_day() throws Exception {
        Files.createDirectories(directory);
        var old = directory.resolve("events-2025-12-01.json");
        var young = directory.resolve("events-2025-12-02.json");
        Files.writeString(young, "");
        Files.writeString(old, "");
        recorder.record(EventReason.MCP_SERVER_STARTED, "github");
        journal.query(EVERYTHING);
        assertThat(old).doesNotExist();
        assertThat(young).exists();

        Files.writeString(old, "");
        recorder.record(EventReason.MCP_SERVER_STARTED, "github");
        journal.query(EVERYTHING);
        assertThat(old).exists();

        time.advance(Duration.ofDays(1));
        recorder.record(EventReason.MCP_SERVER_STARTED, "github");
        journal.query(EVERYTHING);
        assertThat(old).doesNotExist();
    }

    @Test
    void the_log_is_rotated_by_size_and_one_old_one_is_kept() throws Exception {
        for (int i = 0; i < 60; i++) {
            recorder.record(EventReason.MCP_SERVER_STARTED, "server-" + i);
            journal.query(EVERYTHING);
        }

        assertThat(Files.size(directory.resolve("events.log"))).isLessThan(2_200);
        assertThat(Files.size(directory.resolve("events.log.1"))).isBetween(2_000L, 2_200L);
        assertThat(directory.resolve("events.log.2")).doesNotExist();
        assertThat(journal.query(EVERYTHING)).hasSize(60);
    }

    @Test
    void files_are_for_the_owner_only() throws Exception {
        recorder.record(EventReason.MCP_SERVER_STARTED, "github");
        journal.query(EVERYTHING);

        for (var name : List.of("events.log", "events-2026-01-01.json")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void events_go_on_when_the_disk_refuses() throws Exception {
        Files.writeString(directory, "a file where the directory should be");
        var heard = new LinkedBlockingQueue<Event>();
        journal.follow(EventFilter.ALL, heard::add);

        recorder.record(EventReason.MCP_SERVER_STARTED, "github");

        assertThat(heard.poll(30, TimeUnit.SECONDS)).isNotNull();
        Files.delete(directory);
        recorder.record(EventReason.MCP_SERVER_STOPPED, "github");
        assertThat(journal.query(EVERYTHING)).extracting(Event::reason).containsExactly("MCPServerStopped");
    }

    @Test
    void a_follower_hears_what_matches_in_order_until_it_ends() throws Exception {
        recorder.record(EventReason.MCP_SERVER_STARTING, "before");
        var heard = new LinkedBlockingQueue<Event>();
        var subscription = journal.follow(filter("MCPServer", null, null, null), heard::add);

        recorder.record(EventReason.MCP_SERVER_STARTING, "github");
        recorder.record(EventReason.WORKFLOW_CREATED, "deploy");
        recorder.record(EventReason.MCP_SERVER_STARTED, "github");
        journal.query(EVERYTHING);
        subscription.close();
        recorder.record(EventReason.MCP_SERVER_STOPPED, "github");
        journal.query(EVERYTHING);

        assertThat(heard).extracting(Event::reason).containsExactly("MCPServerStarting", "MCPServerStarted");
        assertThat(heard).extracting(event -> event.subject().name()).containsOnly("github");
    }

    @Test
    void a_follower_that_fails_does_not_disturb_the_others() throws Exception {
        var heard = new LinkedBlockingQueue<Event>();
        journal.follow(EventFilter.ALL, _ -> {
            throw new IllegalStateException("broken follower");
        });
        journal.follow(EventFilter.ALL, heard::add);

        recorder.record(EventReason.MCP_SERVER_STARTED, "github");
        journal.query(EVERYTHING);

        assertThat(heard).hasSize(1);
    }

    @Test
    void recording_never_waits_for_a_follower() throws Exception {
        var entered = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        journal.follow(EventFilter.ALL, _ -> {
            entered.countDown();
            try {
                release.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        recorder.record(EventReason.MCP_SERVER_STARTED, "first");
        Eventually.open("the listener is entered", entered);

        recorder.record(EventReason.MCP_SERVER_STARTED, "second");

        release.countDown();
        assertThat(names(journal.query(EVERYTHING))).containsExactly("second", "first");
    }

    @Test
    void closing_writes_what_was_recorded_and_a_query_still_answers() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            recorder.record(EventReason.MCP_SERVER_STARTED, "server-" + i);
        }

        journal.close();

        assertThat(lines(directory.resolve("events-2026-01-01.json"))).isEqualTo(1_000);
    }

    @Test
    void the_history_of_other_days_survives_a_restart() throws Exception {
        recorder.record(EventReason.MCP_SERVER_STARTED, "yesterday");
        journal.close();
        time.advance(Duration.ofDays(1));
        journal = new FileEventJournal(directory, time, BERLIN);
        new EventRecorder(journal, time, "default").record(EventReason.MCP_SERVER_STARTED, "today");

        assertThat(names(journal.query(EVERYTHING))).containsExactly("today", "yesterday");
    }

    @Test
    void the_text_log_is_never_read() throws Exception {
        Files.createDirectories(directory);
        Files.writeString(
                directory.resolve("events.log"),
                "[2026-01-01T00:00:00Z] MCPServer default/x: MCPServerStarted - text (Normal)\n",
                StandardOpenOption.CREATE);

        assertThat(journal.query(EVERYTHING)).isEmpty();
    }

    private static long lines(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.count();
        }
    }

    private static List<String> names(List<Event> events) {
        return events.stream().map(event -> event.subject().name()).toList();
    }

    private static EventQuery query(EventFilter filter, int limit) {
        return new EventQuery(filter, Optional.empty(), Optional.empty(), limit);
    }

    private static EventFilter filter(
            @Nullable String kind, @Nullable String name, @Nullable String namespace, @Nullable String type) {
        return new EventFilter(
                Optional.ofNullable(kind),
                Optional.ofNullable(name),
                Optional.ofNullable(namespace),
                Optional.ofNullable(type));
    }
}
