package io.muster.gateway.call;

import static io.muster.gateway.fake.FakeBackends.everything;
import static io.muster.gateway.fake.FakeBackends.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.ServiceState;
import io.muster.gateway.fake.FakeBackends;
import io.muster.gateway.fake.FakeGateway;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.McpRejection;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayServerTest {
    private final FakeGateway gateway = new FakeGateway();

    private JsonObject result(String method, String params) throws InterruptedException {
        return gateway.handle(method, params) instanceof McpOutcome.Complete(var result) ? result : JsonObject.EMPTY;
    }

    @Test
    void discovery_says_who_we_are_and_what_we_offer() throws Exception {
        assertThat(result("server/discover", "{}"))
                .hasToString(
                        "{\"serverInfo\":{\"name\":\"muster-aggregator\",\"version\":\"1.2.3\"},"
                                + "\"capabilities\":{\"tools\":{\"listChanged\":true},"
                                + "\"resources\":{\"subscribe\":true,\"listChanged\":true},\"prompts\":{\"listChanged\":true}}}");
    }

    @Test
    void only_the_eleven_meta_tools_are_native_in_their_order() throws Exception {
        gateway.backends.connect(server("s"), everything());

        assertThat(FakeBackends.names(result("tools/list", "{}").array("tools").orElseThrow()))
                .containsExactly(
                        "list_tools",
                        "describe_tool",
                        "list_core_tools",
                        "filter_tools",
                        "call_tool",
                        "list_resources",
                        "describe_resource",
                        "get_resource",
                        "list_prompts",
                        "describe_prompt",
                        "get_prompt");
    }

    @Test
    void a_cursor_continues_after_the_name_in_it() throws Exception {
        var page = result("tools/list", "{\"cursor\":\"bGlzdF9wcm9tcHRz\"}")
                .array("tools")
                .orElseThrow();

        assertThat(FakeBackends.names(page)).containsExactly("describe_prompt", "get_prompt");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tools/call          | {\"name\":\"x_s_echo\"}        | -32602 | tool 'x_s_echo' not found: tool not found",
                "tools/call          | {\"name\":\"core_auth_login\"} | -32602 | tool 'core_auth_login' not found: tool not found",
                "tools/list          | {\"cursor\":\"*\"}             | -32602 | cursor:",
                "prompts/get         | {\"name\":\"p\"}               | -32602 | prompt 'p' not found: prompt not found",
                "resources/read      | {\"uri\":\"demo://a\"}         | -32002 | handler not found for resource URI 'demo://a': resource not found",
                "resources/subscribe | {}                             | -32602 | uri is required",
                "logging/setLevel    | {\"level\":\"info\"}           | -32601 | logging not supported",
                "completion/complete | {}                             | -32601 | completions not supported",
                "tasks/list          | {}                             | -32601 | tasks not supported",
                "no/such             | {}                             | -32601 | Method no/such not found"
            })
    void what_is_not_offered_is_refused_by_the_protocol(String method, String params, int code, String message) {
        gateway.backends.connect(server("s"), everything());

        assertThatThrownBy(() -> gateway.handle(method, params))
                .isInstanceOfSatisfying(McpRejection.class, rejection -> {
                    assertThat(rejection.error().code()).isEqualTo(code);
                    assertThat(rejection.error().message()).startsWith(message);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resources/list           | resources         | 1",
                "resources/templates/list | resourceTemplates | 0",
                "prompts/list             | prompts           | 0"
            })
    void other_native_lists_are_nearly_empty(String method, String member, int size) throws Exception {
        gateway.backends.connect(server("s"), everything());

        assertThat(result(method, "{}").array(member).orElseThrow().size()).isEqualTo(size);
    }

    @Test
    void auth_status_tells_how_every_server_does_by_name() throws Exception {
        var sso = new Access.PerSession(Json.parseObject("{\"forwardToken\":true}"));
        gateway.backends.become(server("u"), ServiceState.UNREACHABLE);
        gateway.backends.become(server("b"), ServiceState.AUTH_REQUIRED);
        gateway.backends.become(server("s", BackendSpec.Naming.DEFAULT, sso), ServiceState.AUTH_REQUIRED);
        var pinned = new Access.PerSession(Json.parseObject(
                "{\"authorizationServer\":{\"issuer\":\"https://as.example\",\"scopes\":\"read write\"}}"));
        gateway.backends.become(server("p", BackendSpec.Naming.DEFAULT, pinned), ServiceState.AUTH_REQUIRED);
        gateway.backends.become(server("c"), ServiceState.STOPPED);
        gateway.backends.connect(server("a"), everything());

        var contents = result("resources/read", "{\"uri\":\"auth://status\"}").values("contents");

        assertThat(contents).singleElement().isInstanceOfSatisfying(JsonObject.class, content -> {
            assertThat(content.text("mimeType")).contains("application/json");
            assertThat(content.text("text", ""))
                    .isEqualTo("{\"servers\":[{\"name\":\"a\",\"status\":\"connected\"},"
                            + "{\"name\":\"b\",\"status\":\"auth_required\",\"auth_tool\":\"core_auth_login\"},"
                            + "{\"name\":\"c\",\"status\":\"disconnected\"},"
                            + "{\"name\":\"p\",\"status\":\"auth_required\",\"auth_tool\":\"core_auth_login\","
                            + "\"issuer\":\"https://as.example\",\"scope\":\"read write\"},"
                            + "{\"name\":\"s\",\"status\":\"auth_required\",\"token_forwarding_enabled\":true},"
                            + "{\"name\":\"u\",\"status\":\"unreachable\"}]}");
        });
    }
}
