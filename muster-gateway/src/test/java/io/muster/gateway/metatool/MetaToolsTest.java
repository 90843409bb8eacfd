package io.muster.gateway.metatool;

import static io.muster.gateway.fake.FakeBackends.everything;
import static io.muster.gateway.fake.FakeBackends.member;
import static io.muster.gateway.fake.FakeBackends.server;
import static io.muster.gateway.fake.FakeBackends.tool;
import static io.muster.gateway.fake.FakeBackends.tools;
import static io.muster.gateway.fake.FakeGateway.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.gateway.backend.ServiceState;
import io.muster.gateway.fake.FakeGateway;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Tool;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetaToolsTest {
    private final FakeGateway gateway = new FakeGateway();

    MetaToolsTest() {
        gateway.backends.connect(server("s"), everything());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "describe_tool     | {}                                  | name argument is required",
                "describe_tool     | {\"name\":7}                        | name argument is required",
                "call_tool         | {\"name\":\"\"}                     | name argument is required",
                "call_tool         | {\"name\":\"a\",\"arguments\":[]}   | arguments must be a JSON object",
                "get_prompt        | {\"name\":\"a\",\"arguments\":\"b\"}| arguments must be a JSON object",
                "get_resource      | {}                                  | uri argument is required",
                "describe_resource | {\"uri\":\"\"}                      | uri argument is required",
                "describe_tool     | {\"name\":\"zzzzzzzz\"}             | Tool not found: zzzzzzzz",
                "describe_resource | {\"uri\":\"zzzzzzzz\"}              | Resource not found: zzzzzzzz",
                "describe_prompt   | {\"name\":\"zzzzzzzz\"}             | Prompt not found: zzzzzzzz",
                "get_resource      | {\"uri\":\"zzzzzzzz\"}              | Resource retrieval failed: resource not found: zzzzzzzz",
                "get_prompt        | {\"name\":\"zzzzzzzz\"}             | Prompt retrieval failed: prompt not found: zzzzzzzz",
                "get_resource      | {\"uri\":\"x_s_echo\"}              | Resource retrieval failed: URI x_s_echo is a tool, not a resource",
                "get_prompt        | {\"name\":\"x_s_echo\"}             | Prompt retrieval failed: name x_s_echo is a tool, not a prompt",
                "get_prompt        | {\"name\":\"demo://a\"}             | Prompt retrieval failed: name demo://a is a resource, not a prompt",
                "filter_tools      | {\"limit\":\"5\"}                   | limit must be a number",
                "filter_tools      | {\"limit\":0}                       | limit must be at least 1",
                "filter_tools      | {\"limit\":0.9}                     | limit must be at least 1",
                "filter_tools      | {\"offset\":true}                   | offset must be a number",
                "filter_tools      | {\"offset\":-1}                     | offset must be at least 0",
                "filter_tools      | {\"pattern\":\"[\"}                 | Invalid pattern \"[\": syntax error in pattern"
            })
    void what_cannot_be_done_is_said_in_one_text(String tool, String arguments, String expected) throws Exception {
        var result = gateway.meta(tool, arguments);

        assertThat(result.isError()).isTrue();
        assertThat(text(result)).isEqualTo(expected);
    }

    @Test
    void a_name_that_is_nearly_right_gets_a_hint_on_a_second_line() throws Exception {
        assertThat(text(gateway.meta("describe_tool", "{\"name\":\"x_s_ecko\"}")))
                .isEqualTo("Tool not found: x_s_ecko\nDid you mean x_s_echo?");
        assertThat(text(gateway.meta("describe_tool", "{\"name\":\"echo\"}"))).endsWith("\nDid you mean x_s_echo?");
    }

    @Test
    void list_tools_names_everything_and_the_servers_that_wait_for_a_login() throws Exception {
        gateway.backends.become(server("locked"), ServiceState.AUTH_REQUIRED);

        var text = text(gateway.meta("list_tools", "{}"));

        assertThat(text)
                .startsWith("{\n  \"tools\": [\n    {\n      \"name\": \"x_s_echo\",")
                .contains("\"core_auth_login\"");
        assertThat(Json.parseObject(text).array("servers_requiring_auth"))
                .contains(JsonArray.of(Json.parse(
                        "{\"name\":\"locked\",\"status\":\"auth_required\",\"auth_tool\":\"core_auth_login\"}")));
    }

    @Test
    void descriptions_that_are_too_long_to_list_are_cut_and_every_tool_is_named() throws Exception {
        var many = IntStream.range(0, 100)
                .mapToObj(i -> tool("t" + i, "x".repeat(100_000)))
                .toArray(Tool[]::new);
        gateway.backends.connect(server("t"), tools(many));

        var all = text(gateway.meta("list_tools", "{}"));
        var page = text(gateway.meta("filter_tools", "{\"limit\":100,\"include_schema\":true}"));

        assertThat(all).contains("\"x_t_t0\"", "\"x_t_t99\"", "\"x_s_echo\"").hasSizeLessThan(5 << 20);
        assertThat(page).hasSizeLessThan(5 << 20);
        assertThat(Json.parseObject(page).isTrue("truncated")).isTrue();
    }

    @Test
    void a_deep_schema_does_not_become_a_hundred_times_as_long() throws Exception {
        var schema = "[".repeat(150) + "0,".repeat(400_000) + "0" + "]".repeat(150);
        gateway.backends.connect(server("t"), tools(tool("deep", "", "{\"x\":" + schema + "}")));

        assertThat(text(gateway.meta("describe_tool", "{\"name\":\"x_t_deep\"}")))
                .hasSizeLessThan(40 * 1_000_000);
    }

    @Test
    void describe_tool_keeps_what_the_backend_says_besides() throws Exception {
        var annotated = tool("a", "<b> & c").json().with("annotations", Json.parseObject("{\"readOnlyHint\":true}"));
        gateway.backends.connect(server("t"), tools(new Tool(annotated)));

        var text = text(gateway.meta("describe_tool", "{\"name\":\"x_t_a\"}"));

        assertThat(text).contains("\\u003cb\\u003e \\u0026 c");
        assertThat(Json.parseObject(text).names()).containsExactly("description", "inputSchema", "name", "annotations");
    }

    @Test
    void filter_tools_pages_and_summarises() throws Exception {
        gateway.backends.connect(
                server("t"),
                tools(IntStream.range(0, 7)
                        .mapToObj(i -> tool("n" + i, "  " + "d".repeat(130) + "\nmore"))
                        .toArray(Tool[]::new)));

        var page = Json.parseObject(
                text(gateway.meta("filter_tools", "{\"pattern\":\"X_T_*\",\"offset\":1,\"limit\":5.9}")));

        assertThat(page.without("tools").toString().replaceAll("\\s", ""))
                .isEqualTo(
                        "{\"filters\":{\"pattern\":\"X_T_*\",\"case_sensitive\":false,\"include_schema\":false,"
                                + "\"limit\":5,\"offset\":1},\"total_tools\":10,\"filtered_count\":5,\"total\":7,\"truncated\":true}");
        assertThat(page.values("tools").getFirst()).isInstanceOfSatisfying(JsonObject.class, item -> {
            assertThat(item.names()).containsExactly("name", "summary");
            assertThat(item.text("name")).contains("x_t_n1");
            assertThat(item.text("summary")).contains("d".repeat(120) + "...");
        });
    }

    @Test
    void filter_tools_finds_labels_whatever_their_type() throws Exception {
        var labelled = tool("a", "")
                .json()
                .with("_meta", Json.parseObject("{\"muster.giantswarm.io/labels\":{\"team\":\"x\",\"n\":\"1\"}}"));
        gateway.backends.connect(server("t"), tools(new Tool(labelled), tool("b", "")));

        var found =
                Json.parseObject(text(gateway.meta("filter_tools", "{\"labels\":{\"n\":1},\"include_schema\":true}")));

        assertThat(found.values("tools"))
                .singleElement()
                .isInstanceOfSatisfying(
                        JsonObject.class,
                        item -> assertThat(item.names())
                                .containsExactly("name", "description", "labels", "inputSchema"));
    }

    @Test
    void a_query_ranks_and_rounds() throws Exception {
        var found = Json.parseObject(text(gateway.meta("filter_tools", "{\"query\":\"echo\"}")));

        assertThat(found.values("tools")).singleElement().isInstanceOfSatisfying(JsonObject.class, item -> {
            assertThat(item.text("name")).contains("x_s_echo");
            assertThat(item.get("score").orElseThrow().toString()).matches("\\d+\\.\\d{1,4}");
        });
    }

    @Test
    void list_core_tools_shows_our_own_with_schemas_unless_told_otherwise() throws Exception {
        var full = Json.parseObject(text(gateway.meta("list_core_tools", "{}")));
        var brief = Json.parseObject(text(gateway.meta("list_core_tools", "{\"include_schema\":false}")));

        assertThat(full.values("tools"))
                .hasSize(2)
                .allMatch(item -> item instanceof JsonObject o
                        && o.names().equals(List.of("name", "description", "inputSchema")));
        assertThat(brief.values("tools"))
                .hasSize(2)
                .allMatch(item -> item instanceof JsonObject o && o.names().equals(List.of("name", "description")));
    }

    @Test
    void call_tool_wraps_the_result_and_keeps_everything_in_it() throws Exception {
        var inner = "{\"content\":[{\"type\":\"text\",\"text\":\"<1>\",\"annotations\":{\"n\":1.50}},"
                + "{\"type\":\"image\",\"mimeType\":\"image/png\",\"data\":\"AAAA\"},"
                + "{\"type\":\"new\",\"z\":1,\"a\":1e2}],"
                + "\"structuredContent\":{\"big\":12345678901234567890},\"_meta\":{\"k\":1},\"other\":true}";
        gateway.backends.connect(
                server("t"), tools(tool("a", "")), (_, _) -> new McpOutcome.Complete(Json.parseObject(inner)));

        var outer = gateway.meta("call_tool", "{\"name\":\"x_t_a\"}");

        assertThat(text(outer))
                .isEqualTo(
                        "{\"isError\":false,\"content\":[{\"type\":\"text\",\"text\":\"\\u003c1\\u003e\","
                                + "\"annotations\":{\"n\":1.50}},{\"type\":\"image\",\"mimeType\":\"image/png\",\"dataSize\":4},"
                                + "{\"type\":\"new\",\"z\":1,\"a\":1e2}],\"structuredContent\":{\"big\":12345678901234567890}}");
        assertThat(outer.content()).hasSize(2);
        assertThat(outer.content().getLast())
                .hasToString("{\"type\":\"image\",\"mimeType\":\"image/png\",\"data\":\"AAAA\"}");
        assertThat(outer.json().without("content"))
                .hasToString(
                        "{\"structuredContent\":{\"big\":12345678901234567890},\"_meta\":{\"k\":1},\"other\":true}");
    }

    @Test
    void missing_and_null_arguments_reach_the_tool_as_an_empty_object() throws Exception {
        gateway.meta("call_tool", "{\"name\":\"x_s_echo\"}");
        gateway.meta("call_tool", "{\"name\":\"x_s_echo\",\"arguments\":null}");

        assertThat(gateway.backends.received)
                .hasSize(2)
                .allSatisfy(received ->
                        assertThat(received.call().params()).hasToString("{\"name\":\"echo\",\"arguments\":{}}"));
    }

    @Test
    void get_resource_joins_texts_and_passes_binary_on() throws Exception {
        gateway.backends.connect(
                server("s"),
                everything(),
                (_, _) -> new McpOutcome.Complete(Json.parseObject(
                        "{\"contents\":[{\"uri\":\"u\",\"text\":\"a\"},{\"uri\":\"u\",\"blob\":\"QUJD\"}]}")));

        var result = gateway.meta("get_resource", "{\"uri\":\"x_s_plain\"}");

        assertThat(text(result)).isEqualTo("a\n[Binary data: 4 bytes]");
        assertThat(result.content().getLast())
                .hasToString("{\"type\":\"resource\",\"resource\":{\"uri\":\"u\",\"blob\":\"QUJD\"}}");
        assertThat(gateway.backends.received.element().call().params()).hasToString("{\"uri\":\"plain\"}");
    }

    @Test
    void get_prompt_turns_arguments_into_texts_and_reduces_images() throws Exception {
        gateway.backends.connect(
                server("s"),
                everything(),
                (_, _) -> new McpOutcome.Complete(Json.parseObject(
                        "{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"image\",\"mimeType\":\"m\",\"data\":\"AA\"}},"
                                + "{\"role\":\"user\",\"content\":{\"type\":\"resource\",\"resource\":{}}}]}")));

        var result = gateway.meta("get_prompt", "{\"name\":\"x_s_ask\",\"arguments\":{\"a\":1.0,\"b\":\"t\"}}");

        assertThat(Json.parse(text(result)))
                .isEqualTo(Json.parse(
                        "[{\"role\":\"user\",\"content\":{\"type\":\"image\",\"mimeType\":\"m\",\"dataSize\":2}},"
                                + "{\"role\":\"user\",\"content\":{\"type\":\"embeddedResource\",\"resource\":{}}}]"));
        assertThat(gateway.backends.received.element().call().params())
                .hasToString("{\"name\":\"ask\",\"arguments\":{\"a\":\"1.0\",\"b\":\"t\"}}");
    }

    @Test
    void errors_of_a_backend_are_not_swallowed() throws Exception {
        gateway.backends.connect(
                server("s"), everything(), (_, _) -> new McpOutcome.Failed(McpError.internal("broken")));

        assertThat(text(gateway.meta("get_resource", "{\"uri\":\"demo://a\"}")))
                .isEqualTo("Resource retrieval failed: broken");
        assertThat(text(gateway.meta("get_prompt", "{\"name\":\"x_s_ask\"}")))
                .isEqualTo("Prompt retrieval failed: broken");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list_resources    | {} | [{\"uri\":\"demo://a\",\"name\":\"A\",\"description\":\"A\",\"mimeType\":\"text/plain\"},{\"uri\":\"x_s_plain\",\"name\":\"B\",\"description\":\"b\"}]",
                "describe_resource | {\"uri\":\"demo://a\"} | {\"description\":\"\",\"mimeType\":\"text/plain\",\"name\":\"A\",\"uri\":\"demo://a\"}",
                "list_prompts      | {} | [{\"name\":\"x_s_ask\",\"description\":\"Asks\"}]",
                "describe_prompt   | {\"name\":\"x_s_ask\"} | {\"arguments\":[{\"description\":\"\",\"name\":\"topic\",\"required\":true}],\"description\":\"Asks\",\"name\":\"x_s_ask\"}"
            })
    void resources_and_prompts_are_listed_and_described(String tool, String arguments, String expected)
            throws Exception {
        assertThat(text(gateway.meta(tool, arguments)).replaceAll("\\s", "")).isEqualTo(expected);
    }

    @Test
    void empty_lists_are_said_in_words() throws Exception {
        gateway.backends.remove("s");

        assertThat(text(gateway.meta("list_resources", "{}"))).isEqualTo("No resources available");
        assertThat(text(gateway.meta("list_prompts", "{}"))).isEqualTo("No prompts available");
    }

    @Test
    void a_family_tool_reaches_the_member_that_is_named_without_its_argument() throws Exception {
        gateway.backends.connect(member("east", "fam", "where"), tools(tool("get", "")));
        gateway.backends.connect(member("west", "fam", "where"), tools(tool("get", "")));

        gateway.meta("call_tool", "{\"name\":\"x_fam_get\",\"arguments\":{\"where\":\"west\",\"q\":1.0}}");

        var received = gateway.backends.received.element();
        assertThat(received.server()).isEqualTo("west");
        assertThat(received.call().params()).hasToString("{\"name\":\"get\",\"arguments\":{\"q\":1.0}}");
    }
}
