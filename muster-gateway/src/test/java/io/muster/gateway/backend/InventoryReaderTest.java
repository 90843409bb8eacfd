package io.muster.gateway.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.mcp.McpCall;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Revision;
import io.muster.mcp.ServerHello;
import io.muster.mcp.Tool;
import io.muster.mcp.client.McpClient;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.mcp.client.StreamEnd;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryReaderTest {
    private static final JsonObject ALL = JsonObject.EMPTY
            .with("tools", JsonObject.EMPTY)
            .with("resources", JsonObject.EMPTY)
            .with("prompts", JsonObject.EMPTY);
    private static final JsonObject TOOLS = JsonObject.of("tools", JsonObject.EMPTY);

    private int calls;

    private InventoryReader.Reading read(
            JsonObject capabilities, Inventory before, Function<McpCall, McpOutcome> answer)
            throws InterruptedException {
        return InventoryReader.read(new ScriptedClient(capabilities, answer), before, Deadline.NONE);
    }

    private static McpOutcome page(String next, String... names) {
        var page = FakeServers.tools(List.of(names));
        return new McpOutcome.Complete(next.isEmpty() ? page : page.with("nextCursor", next));
    }

    private static List<String> names(InventoryReader.Reading reading) {
        return reading.inventory().tools().stream().map(Tool::name).toList();
    }

    @Test
    void all_pages_are_read_in_order() throws InterruptedException {
        var reading = read(TOOLS, Inventory.EMPTY, call -> switch (call.params().text("cursor", "")) {
            case "" -> page("1", "a", "b");
            case "1" -> page("2", "c");
            default -> page("", "d");
        });

        assertThat(names(reading)).containsExactly("a", "b", "c", "d");
        assertThat(reading.warning()).isEmpty();
    }

    @Test
    void only_what_the_server_declares_is_asked_for() throws InterruptedException {
        var reading = read(JsonObject.EMPTY, Inventory.EMPTY, _ -> page("", "a"));

        assertThat(reading.inventory()).isEqualTo(Inventory.EMPTY);
        assertThat(calls).isZero();
    }

    @Test
    void a_cursor_that_comes_twice_ends_the_list() throws InterruptedException {
        var reading = read(TOOLS, Inventory.EMPTY, _ -> page("again", "a"));

        assertThat(calls).isEqualTo(2);
        assertThat(names(reading)).containsExactly("a", "a");
        assertThat(reading.warning()).contains("failed to list tools: the same cursor came twice");
    }

    @Test
    void a_server_with_ever_new_cursors_is_left_after_a_while() throws InterruptedException {
        var reading = read(TOOLS, Inventory.EMPTY, _ -> page("c" + calls, "a"));

        assertThat(calls).isEqualTo(InventoryReader.MAX_PAGES);
        assertThat(reading.warning()).isPresent();
    }

    private static McpOutcome heavy(String next, int mebibytes) {
        var text = "{\"result\":{\"tools\":[{\"name\":\"a\"}],\"nextCursor\":\"" + next + "\",\"filler\":\""
                + "x".repeat(mebibytes << 20) + "\"}}";
        return new McpOutcome.Complete(Json.parseObject(text).object("result").orElseThrow());
    }

    @Test
    void pages_count_with_everything_that_is_in_them() throws InterruptedException {
        var reading = read(TOOLS, Inventory.EMPTY, _ -> heavy("c" + calls, 10));

        assertThat(calls).isEqualTo(4);
        assertThat(names(reading)).containsExactly("a", "a", "a");
        assertThat(reading.warning()).contains("failed to list tools: more than 32 MiB");
    }

    @Test
    void all_lists_share_the_room() throws InterruptedException {
        var reading = read(ALL, Inventory.EMPTY, _ -> heavy("", 10));

        assertThat(reading.warning()).contains("failed to list prompts: more than 32 MiB");
    }

    @Test
    void a_list_that_grew_too_large_stays_as_it_was_read_last() throws InterruptedException {
        var before = new Inventory(List.of(new Tool(JsonObject.of("name", "old"))), List.of(), List.of(), List.of());

        var reading = read(TOOLS, before, _ -> heavy("c" + calls, 10));

        assertThat(names(reading)).containsExactly("old");
        assertThat(reading.unanswered()).isFalse();
    }

    @Test
    void pages_that_came_before_a_failure_count_when_nothing_better_is_known() throws InterruptedException {
        var reading = read(TOOLS, Inventory.EMPTY, call -> {
            if (call.params().has("cursor")) {
                throw new McpTransportException(new Fault.TimedOut(), true, "timed out");
            }
            return page("1", "a");
        });

        assertThat(names(reading)).containsExactly("a");
        assertThat(reading.warning()).contains("failed to list tools: timed out");
    }

    @ParameterizedTest
    @CsvSource({"503,true", "429,true", "403,false", "404,false"})
    void a_failure_that_may_pass_is_no_answer(int status, boolean unanswered) throws InterruptedException {
        var reading = read(TOOLS, Inventory.EMPTY, _ -> {
            throw new McpTransportException(new Fault.HttpStatus(status), true, "HTTP " + status);
        });

        assertThat(reading.warning()).isPresent();
        assertThat(reading.unanswered()).isEqualTo(unanswered);
    }

    @Test
    void a_list_that_fails_keeps_what_was_read_last() throws InterruptedException {
        var before = new Inventory(List.of(new Tool(JsonObject.of("name", "old"))), List.of(), List.of(), List.of());

        var reading = read(TOOLS, before, _ -> new McpOutcome.Failed(McpError.internal("no")));

        assertThat(names(reading)).containsExactly("old");
    }

    @Test
    void one_list_that_fails_does_not_cost_the_others() throws InterruptedException {
        var reading = read(ALL, Inventory.EMPTY, call -> switch (call.method()) {
            case "tools/list" -> page("", "a");
            case "resources/templates/list" -> new McpOutcome.Failed(McpError.methodNotFound("?"));
            default -> new McpOutcome.Failed(McpError.internal("broken"));
        });

        assertThat(names(reading)).containsExactly("a");
        assertThat(reading.warning()).contains("failed to list resources: broken; failed to list prompts: broken");
    }

    @Test
    void an_entry_without_a_name_is_left_out() throws InterruptedException {
        var reading = read(TOOLS, Inventory.EMPTY, _ -> page("", "", "a"));

        assertThat(names(reading)).containsExactly("a");
    }

    @Test
    void a_server_that_exits_meanwhile_is_not_connected() {
        assertThatThrownBy(() -> read(TOOLS, Inventory.EMPTY, _ -> {
                    throw new McpTransportException(new Fault.Exited(1), true, "exited");
                }))
                .isInstanceOf(McpTransportException.class);
    }

    private final class ScriptedClient implements McpClient {
        private final JsonObject capabilities;
        private final Function<McpCall, McpOutcome> answer;

        ScriptedClient(JsonObject capabilities, Function<McpCall, McpOutcome> answer) {
            this.capabilities = capabilities;
            this.answer = answer;
        }

        @Override
        public StreamEnd listen() {
            return StreamEnd.UNSUPPORTED;
        }

        @Override
        public ServerHello hello() {
            return new ServerHello(Revision.V2025_11_25, JsonObject.EMPTY, capabilities, Optional.empty());
        }

        @Override
        public McpOutcome call(McpCall call, ReplyChannel reply, Deadline deadline) {
            calls++;
            return answer.apply(call);
        }

        @Override
        public void send(Message.Notification notification) {}

        @Override
        public void close() {}
    }
}
