package io.muster.control.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.control.event.Event;
import io.muster.control.event.EventDetails;
import io.muster.control.event.EventFilter;
import io.muster.control.event.EventJournal;
import io.muster.control.event.EventQuery;
import io.muster.control.event.EventReason;
import io.muster.control.event.EventRecorder;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.ClientChannel;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.oauth.Caller;
import io.muster.testkit.ManualTime;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventToolsTest {
    private final ManualTime time = new ManualTime();
    private final MemoryJournal journal = new MemoryJournal();
    private final EventRecorder recorder = new EventRecorder(journal, time, "default");
    private final EventTools tools = new EventTools(journal, time, ZoneId.of("Europe/Berlin"));
    private final FakeChannel channel = new FakeChannel("one");

    @Test
    void the_tool_is_described() {
        var tool = tools.tools(Caller.UNPROTECTED).getFirst();

        assertThat(tool.name()).isEqualTo("core_events");
        assertThat(tool.inputSchema().object("properties").orElseThrow().names())
                .containsExactly(
                        "resourceType", "resourceName", "namespace", "eventType", "since", "until", "limit", "follow");
        assertThat(tool.inputSchema().has("required")).isFalse();
        assertThat(tool.inputSchema().toString()).contains("0 for all, of which an answer has 10000 at most");
    }

    @Test
    void no_events_are_an_empty_array() {
        assertThat(text("{}")).isEqualTo("[]");
    }

    @Test
    void an_entry_has_the_documented_keys_and_the_local_time() {
        recorder.record(EventReason.MCP_SERVER_FAILED, "github", EventDetails.error("<boom>"));

        assertThat(text("{}"))
                .isEqualTo("[{\"message\":\"MCPServer github operation failed: \\u003cboom\\u003e\","
                        + "\"namespace\":\"default\",\"reason\":\"MCPServerFailed\",\"resource_name\":\"github\","
                        + "\"resource_type\":\"MCPServer\",\"time\":\"2026-01-01T01:00:00+01:00\","
                        + "\"timestamp\":\"2026-01-01 01:00:00\",\"type\":\"Warning\"}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                     | 50",
                "{\"limit\":3}                          | 3",
                "{\"limit\":3.9}                        | 3",
                "{\"limit\":0}                          | 120",
                "{\"limit\":-1}                         | 50",
                "{\"limit\":\"7\"}                      | 50",
                "{\"limit\":1e300}                      | 120",
                "{\"resourceType\":\"Workflow\"}        | 0",
                "{\"resourceType\":\"mcpserver\"}       | 0",
                "{\"resourceType\":\"\",\"limit\":0}    | 120",
                "{\"resourceName\":\"server-7\"}        | 1",
                "{\"namespace\":\"other\"}              | 0",
                "{\"eventType\":\"Warning\"}            | 0",
                "{\"resourceName\":5,\"limit\":0}       | 120"
            })
    void arguments_choose_the_events(String arguments, int expected) {
        for (int i = 0; i < 120; i++) {
            recorder.record(EventReason.MCP_SERVER_STARTED, "server-" + i);
        }

        assertThat(list(arguments)).hasSize(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "since, 30m, 1",
        "since, 1h30m, 2",
        "since, 2026-01-01T01:30:00Z, 1",
        "since, 2026-01-01T02:00:00+01:00, 2",
        "since, 2026-01-01, 3",
        "since, 2026-01-02, 0",
        "since, 0000-01-01, 3",
        "until, 9999-12-31, 3",
        "since, 2026-01-01 01:00:00, 2",
        "until, 30m, 2",
        "until, 2026-01-01 00:00:00, 1",
        "until, 2026-01-01, 1"
    })
    void times_have_four_forms(String argument, String value, int expected) {
        recorder.record(EventReason.MCP_SERVER_STARTED, "midnight");
        time.advance(Duration.ofHours(1));
        recorder.record(EventReason.MCP_SERVER_STARTED, "one");
        time.advance(Duration.ofHours(1));
        recorder.record(EventReason.MCP_SERVER_STARTED, "two");

        assertThat(list("{\"" + argument + "\":\"" + value + "\"}")).hasSize(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"since", "until"})
    void another_form_is_refused_with_the_forms_that_exist(String argument) {
        var result = call("{\"" + argument + "\":\"last tuesday\"}");

        assertThat(result.isError()).isTrue();
        assertThat(textOf(result))
                .startsWith("Invalid '" + argument + "' time format: unsupported time format 'last tuesday'. "
                        + "Supported formats: ");
    }

    @ParameterizedTest
    @CsvSource({
        "since, -999999999-01-01",
        "until, +999999999-12-31",
        "since, +10000-01-01T00:00:00Z",
        "until, -0001-12-31 23:59:59"
    })
    void a_moment_in_a_year_that_has_not_four_digits_is_refused(String argument, String value) {
        var result = call("{\"" + argument + "\":\"" + value + "\"}");

        assertThat(result.isError()).isTrue();
        assertThat(textOf(result))
                .startsWith("Invalid '" + argument + "' time format: unsupported time format '" + value + "'. ");
    }

    @Test
    void an_unreadable_store_is_a_failure_of_the_tool() {
        journal.broken = true;

        var result = call("{}");

        assertThat(result.isError()).isTrue();
        assertThat(textOf(result)).startsWith("Failed to query events: ");
    }

    @Test
    void following_answers_at_once_and_sends_what_comes_next() {
        recorder.record(EventReason.MCP_SERVER_STARTING, "github");

        var listed = list("{\"follow\":true}");
        recorder.record(EventReason.MCP_SERVER_STARTED, "github");

        assertThat(listed).hasSize(1);
        assertThat(channel.sent).singleElement().satisfies(notification -> {
            assertThat(notification.method()).isEqualTo("notifications/muster/event");
            assertThat(notification.params().text("reason")).contains("MCPServerStarted");
            assertThat(notification.params().names())
                    .contains("message", "namespace", "resource_name", "resource_type", "timestamp", "type");
        });
    }

    @Test
    void the_stream_obeys_the_filters_and_times() {
        list("{\"follow\":true,\"resourceName\":\"github\",\"until\":\"2026-01-01 00:30:00\"}");

        recorder.record(EventReason.MCP_SERVER_STARTED, "jira");
        recorder.record(EventReason.MCP_SERVER_STARTED, "github");
        time.advance(Duration.ofHours(1));
        recorder.record(EventReason.MCP_SERVER_STOPPED, "github");

        assertThat(channel.reasons()).containsExactly("MCPServerStarted");
    }

    @Test
    void an_event_recorded_while_the_list_is_read_is_neither_lost_nor_doubled() {
        recorder.record(EventReason.MCP_SERVER_STARTING, "github");
        journal.duringQuery = () -> recorder.record(EventReason.MCP_SERVER_STARTED, "github");
        journal.afterRead = () -> recorder.record(EventReason.MCP_SERVER_STOPPED, "github");

        var listed = list("{\"follow\":true}");

        assertThat(listed)
                .extracting(entry -> entry.text("reason", ""))
                .containsExactly("MCPServerStarted", "MCPServerStarting");
        assertThat(channel.reasons()).containsExactly("MCPServerStopped");
    }

    @Test
    void a_second_follow_replaces_the_first_of_the_same_channel_only() {
        var other = new FakeChannel("two");
        list("{\"follow\":true}");
        list("{\"follow\":true}");
        call("{\"follow\":true}", other);

        recorder.record(EventReason.MCP_SERVER_STARTED, "github");

        assertThat(channel.sent).hasSize(1);
        assertThat(other.sent).hasSize(1);
        assertThat(journal.followers).hasSize(2);
    }

    @Test
    void the_stream_ends_with_the_channel() {
        list("{\"follow\":true}");
        list("{\"follow\":true}");

        channel.close();
        recorder.record(EventReason.MCP_SERVER_STARTED, "github");

        assertThat(channel.sent).isEmpty();
        assertThat(journal.followers).isEmpty();
    }

    @Test
    void the_stream_ends_when_the_client_does_not_read() {
        list("{\"follow\":true}");
        channel.reads = false;

        recorder.record(EventReason.MCP_SERVER_STARTED, "github");

        assertThat(journal.followers).isEmpty();
    }

    @Test
    void a_channel_that_has_ended_follows_nothing() {
        channel.close();

        list("{\"follow\":true}");

        assertThat(journal.followers).isEmpty();
    }

    @Test
    void a_client_without_a_stream_gets_the_list_only() {
        recorder.record(EventReason.MCP_SERVER_STARTING, "github");

        var result = call("{\"follow\":true}", ClientChannel.NONE);

        assertThat(result.isError()).isFalse();
        assertThat(journal.followers).isEmpty();
    }

    private String text(String arguments) {
        return textOf(call(arguments));
    }

    private List<JsonObject> list(String arguments) {
        return ((JsonArray) Json.parse(text(arguments)))
                .values().stream().map(JsonObject.class::cast).toList();
    }

    private CallToolResult call(String arguments) {
        return call(arguments, channel);
    }

    private CallToolResult call(String arguments, ClientChannel client) {
        try {
            return tools.call("core_events", Json.parseObject(arguments), Caller.UNPROTECTED, new Reply(client));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String textOf(CallToolResult result) {
        return ((JsonObject) result.content().getFirst()).text("text", "");
    }

    private record Reply(ClientChannel client) implements ReplyChannel {
        @Override
        public void send(Message.Notification notification) {}

        @Override
        public McpOutcome ask(String method, JsonObject params) throws InterruptedException {
            return ReplyChannel.NONE.ask(method, params);
        }
    }

    private static final class FakeChannel implements ClientChannel {
        private final String id;
        private final List<Message.Notification> sent = new ArrayList<>();
        private final List<Runnable> tasks = new ArrayList<>();
        private boolean reads = true;
        private boolean closed;

        FakeChannel(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public boolean offer(Message.Notification notification) {
            return reads && sent.add(notification);
        }

        @Override
        public void onClose(Runnable task) {
            if (closed) {
                task.run();
            } else {
                tasks.add(task);
            }
        }

        @Override
        public void forget(Runnable task) {
            tasks.remove(task);
        }

        void close() {
            closed = true;
            tasks.forEach(Runnable::run);
        }

        List<String> reasons() {
            return sent.stream()
                    .map(notification -> notification.params().text("reason", ""))
                    .toList();
        }
    }

    private static final class MemoryJournal implements EventJournal {
        private final List<Event> events = new ArrayList<>();
        private final List<Consumer<Event>> followers = new CopyOnWriteArrayList<>();
        private boolean broken;
        private Runnable duringQuery = () -> {};
        private Runnable afterRead = () -> {};

        @Override
        public void record(Event event) {
            events.add(event);
            followers.forEach(follower -> follower.accept(event));
        }

        @Override
        public List<Event> query(EventQuery query) {
            if (broken) {
                throw new UncheckedIOException(new IOException("the directory is gone"));
            }
            duringQuery.run();
            var found = events.reversed().stream()
                    .filter(query::matches)
                    .limit(query.limit())
                    .toList();
            afterRead.run();
            return found;
        }

        @Override
        public Subscription follow(EventFilter filter, Consumer<Event> consumer) {
            Consumer<Event> follower = event -> {
                if (filter.matches(event)) {
                    consumer.accept(event);
                }
            };
            followers.add(follower);
            return () -> followers.remove(follower);
        }
    }
}
