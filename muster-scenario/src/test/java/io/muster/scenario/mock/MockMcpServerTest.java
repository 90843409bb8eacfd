package io.muster.scenario.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.mcp.CallToolResult;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.McpRejection;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Revision;
import io.muster.testkit.Eventually;
import io.muster.testkit.ManualTime;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MockMcpServerTest {
    private static final String YAML = """
            type: stdio
            tools:
              - name: greet
                description: Greets
                input_schema:
                  type: object
                  properties:
                    name: {type: string, default: world}
                    times: {type: integer, default: 3}
                responses:
                  - condition: {name: nobody}
                    error: "nobody to greet {{ times }} times"
                  - condition: {times: 7}
                    response: {greeting: "hello {{ .name }}", times: "{{ times }}", list: ["{{name}}", 1]}
                  - response: "hello {{ name }} {{times}}"
              - name: slow
                responses:
                  - response: done
                    delay: 2s
              - name: broken
                responses:
                  - response: "{{ b.c }} and {{ a }}"
              - name: silent
            """;
    private final ManualTime time = new ManualTime();
    private final MockMcpServer<String> server = MockMcpServer.read("everyday", YAML, time);

    @Test
    void it_says_who_it_is() throws InterruptedException {
        var hello = complete("server/discover", JsonObject.EMPTY);

        assertThat(hello.object("serverInfo").orElseThrow())
                .isEqualTo(Json.parseObject("{\"name\":\"mock-everyday\",\"version\":\"1.0.0\"}"));
        assertThat(hello.object("capabilities").orElseThrow().names()).contains("tools", "resources", "prompts");
    }

    @Test
    void it_lists_its_tools_with_their_schemas() throws InterruptedException {
        var tools = complete("tools/list", JsonObject.EMPTY).values("tools");

        assertThat(tools).hasSize(4);
        assertThat(tools.getFirst().toString()).contains("\"name\":\"greet\"", "\"default\":\"world\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                           | hello world 3",
                "{\"name\":\"Ada\"}           | hello Ada 3",
                "{\"times\":2}                | hello world 2.000000",
                "{\"times\":7,\"name\":\"B\"} | {\"greeting\":\"hello B\",\"times\":\"7.000000\",\"list\":[\"B\",1]}",
                "{\"times\":\"7\"}            "
                        + "| {\"greeting\":\"hello world\",\"times\":\"7\",\"list\":[\"world\",1]}",
            })
    void it_answers_with_the_first_response_whose_condition_holds(String arguments, String text)
            throws InterruptedException {
        assertThat(call("greet", arguments)).isEqualTo(text);
    }

    @Test
    void an_error_response_is_a_protocol_error() throws InterruptedException {
        var outcome = handle("tools/call", params("greet", "{\"name\":\"nobody\"}"));

        assertThat(outcome).isEqualTo(new McpOutcome.Failed(McpError.internal("nobody to greet 3 times")));
    }

    @Test
    void a_template_without_its_arguments_names_all_of_them() {
        assertThatThrownBy(() -> call("broken", "{}"))
                .isInstanceOf(McpRejection.class)
                .hasMessage("missing template variables: a, b.c");
    }

    @Test
    void a_tool_without_responses_says_so() {
        assertThatThrownBy(() -> call("silent", "{}")).hasMessage("no response configured for tool silent");
    }

    @Test
    void an_unknown_tool_is_refused() {
        assertThatThrownBy(() -> call("nope", "{}")).hasMessage("tool 'nope' not found: tool not found");
    }

    @Test
    void a_delay_passes_before_the_answer() throws Exception {
        var answer = new CompletableFuture<String>();
        var caller = Thread.ofVirtual().start(() -> {
            try {
                answer.complete(call("slow", "{}"));
            } catch (InterruptedException e) {
                answer.completeExceptionally(e);
            }
        });
        Eventually.until("the answer is delayed", () -> time.waiting() > 0);

        time.advance(Duration.ofMillis(1_999));
        assertThat(answer).isNotDone();
        time.advance(Duration.ofMillis(1));

        assertThat(Eventually.result("the answer", answer)).isEqualTo("done");
        Eventually.ended("the caller", caller);
    }

    @Test
    void all_that_is_wrong_with_a_file_is_told_at_once() {
        assertThatThrownBy(() -> MockMcpServer.read(
                        "x", "tools: [{description: 1}, {name: a, responses: [{delay: soon}]}]", time))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "tools[0].name: is required",
                        "tools[0].description: must be a string",
                        "tools[1].responses[0].delay: must be a duration");
    }

    private String call(String tool, String arguments) throws InterruptedException {
        var result = new CallToolResult(complete("tools/call", params(tool, arguments)));
        return result.content().getFirst() instanceof JsonObject item ? item.text("text", "") : "";
    }

    private static JsonObject params(String tool, String arguments) {
        return JsonObject.builder()
                .put("name", tool)
                .put("arguments", Json.parse(arguments))
                .build();
    }

    private JsonObject complete(String method, JsonObject params) throws InterruptedException {
        return ((McpOutcome.Complete) handle(method, params)).result();
    }

    private McpOutcome handle(String method, JsonObject params) throws InterruptedException {
        var call = new McpCall(Envelope.of(Revision.V2025_11_25), method, params);
        return server.handle(call, "anybody", ReplyChannel.NONE);
    }
}
