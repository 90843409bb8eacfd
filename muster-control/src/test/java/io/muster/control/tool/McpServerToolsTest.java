package io.muster.control.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.control.definition.ResourceKey;
import io.muster.control.file.FileDefinitionStore;
import io.muster.control.file.FileStatusStore;
import io.muster.control.reconcile.FakeServers;
import io.muster.control.reconcile.ServerReconciler;
import io.muster.control.status.ServerStatuses;
import io.muster.gateway.backend.ServiceState;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Tool;
import io.muster.oauth.Caller;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.testkit.ManualTime;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class McpServerToolsTest {
    private static final Caller ADA = new Caller(new SessionId("session-of-ada"), new Subject("ada@example.com"));

    @TempDir
    Path root;

    private final FakeServers live = new FakeServers();
    private final List<String> events = new ArrayList<>();
    private Path config;
    private McpServerTools tools;

    @BeforeEach
    void set_up() {
        config = root.resolve("config");
        var time = new ManualTime();
        var store = new FileDefinitionStore(config);
        var statuses = new ServerStatuses(new FileStatusStore(config));
        var reconciler = new ServerReconciler(store, live, statuses, time);
        tools = new McpServerTools(
                store,
                live,
                statuses,
                (key, atMost) -> {
                    reconciler.reconcile(key);
                    return true;
                },
                (caller, server) -> new ServerSessions.View(Optional.of("connected"), 3),
                recorded(),
                time);
    }

    @Test
    void a_created_server_is_on_disk_running_and_listed_when_the_call_returns() throws Exception {
        assertThat(call("create", "{'name': 'github', 'type': 'stdio', 'command': 'x', 'auto_start': true}"))
                .isEqualTo("MCP server 'github' created successfully");

        assertThat(json(call("list", "{}"))).isEqualTo(Json.parseObject(quoted("""
                        {'mcpServers': [{'autoStart': true, 'command': 'x', 'connectedAt': '2026-01-01T12:00:00Z',
                          'lastAttempt': '2026-01-01T12:00:00Z', 'name': 'github', 'registeredBy': 'ada@example.com',
                          'sessionStatus': 'connected', 'state': 'Running', 'toolsCount': 3, 'type': 'stdio'}],
                         'mode': 'filesystem', 'total': 1}""")));
        assertThat(config.resolve("mcpservers/github.yaml")).exists();
        assertThat(events).containsExactly("created github");
    }

    @Test
    void an_empty_list_is_a_list() throws Exception {
        assertThat(call("list", "{}")).isEqualTo("{\"mcpServers\":[],\"mode\":\"filesystem\",\"total\":0}");
    }

    @Test
    void the_keys_of_a_listed_server_are_sorted_and_those_of_a_single_one_in_order() throws Exception {
        call("create", "{'name': 'github', 'type': 'sse', 'url': 'http://localhost/', 'description': 'd'}");

        assertThat(json(json(call("list", "{}")).values("mcpServers").getFirst().toString())
                        .names())
                .isSorted();
        assertThat(json(call("get", "{'name': 'github'}")).names())
                .startsWith("name", "type", "description", "url", "state");
    }

    @Test
    void secrets_are_masked_and_survive_being_given_back() throws Exception {
        call("create", """
                {'name': 'github', 'type': 'sse', 'url': 'http://ada:s3cret@localhost/',
                 'headers': {'Authorization': 'Bearer s3cret', 'X-Team': 's3cret'}}""");

        var shown = call("get", "{'name': 'github'}");
        assertThat(shown)
                .contains("\"Authorization\":\"***\"")
                .doesNotContain("s3cret@")
                .doesNotContain("Bearer");

        call("update", "{'name': 'github', 'headers': {'Authorization': '***', 'X-Team': 'new'}}");

        assertThat(file()).contains("Bearer s3cret").contains("new").doesNotContain("***");
    }

    @Test
    void secrets_in_a_url_are_masked_and_survive_being_given_back() throws Exception {
        var secret = "http://ada:s3cret@localhost/mcp?api_key=s3cret&team=s3cret&empty=";
        call("create", "{'name': 'github', 'type': 'sse', 'url': '" + secret + "'}");

        assertThat(json(call("get", "{'name': 'github'}")).text("url"))
                .contains("http://***@localhost/mcp?api_key=***&team=***&empty=");
        assertThat(call("list", "{'showAll': true, 'verbose': true}"))
                .contains("api_key")
                .doesNotContain("s3cret");

        call("update", "{'name': 'github', 'url': 'http://***@localhost/new?team=blue&api_key=***'}");

        assertThat(file()).contains("http://ada:s3cret@localhost/new?team=blue&api_key=s3cret");
    }

    @Test
    void a_server_whose_definition_broke_is_shown_as_it_runs() throws Exception {
        call("create", """
                {'name': 'github', 'type': 'stdio', 'command': 'x', 'args': ['a'], 'env': {'TOKEN': 's3cret'},
                 'autoStart': true, 'family': {'name': 'code', 'instanceArg': 'host'}}""");
        var running = json(call("get", "{'name': 'github'}")).without("registeredBy");

        for (var broken : List.of("spec: {type: stdio\n", "spec: {type: sse, comand: y}\n")) {
            define("github", broken);

            var shown = json(call("get", "{'name': 'github'}"));
            assertThat(shown.text("error", "")).contains("mcpservers/github.yaml:");
            assertThat(shown.without("error")).isEqualTo(running);
        }
    }

    @Test
    void a_running_remote_server_whose_definition_broke_is_shown_without_its_secrets() throws Exception {
        call("create", """
                {'name': 'github', 'type': 'streamable-http', 'url': 'https://h/mcp?key=s3cret', 'autoStart': true,
                 'headers': {'Authorization': 's3cret'}, 'timeout': 20, 'toolPrefix': 'gh', 'auth': {'type': 'oauth'}}""");
        define("github", "spec: {type: stdio\n");

        var shown = json(call("get", "{'name': 'github'}"));

        assertThat(shown.names())
                .startsWith("name", "type", "autoStart", "url", "headers", "auth", "timeout", "toolPrefix", "error");
        assertThat(shown.text("url")).contains("https://h/mcp?key=***");
        assertThat(shown.toString()).doesNotContain("s3cret");
    }

    @Test
    void a_file_that_is_no_definition_because_of_its_name_is_listed_with_the_file() throws Exception {
        Files.createDirectories(config.resolve("mcpservers"));
        Files.writeString(config.resolve("mcpservers/Foo_Bar.yml"), "spec: {type: stdio, command: x}\n");
        Files.writeString(config.resolve("mcpservers/mcp-aggregator.yaml"), "spec: {type: stdio, command: x}\n");

        assertThat(json(call("list", "{'showAll': true}")).values("mcpServers"))
                .extracting(server -> ((JsonObject) server).text("error", ""))
                .satisfiesExactly(
                        foo -> assertThat(foo).startsWith("mcpservers/Foo_Bar.yml: name must be at most 63"),
                        own -> assertThat(own)
                                .isEqualTo("mcpservers/mcp-aggregator.yaml: name must not be mcp-aggregator,"
                                        + " which is Muster itself"));
    }

    @Test
    void an_update_uses_the_spelling_of_the_manifest() throws Exception {
        define("github", "Kind: MCPServer\nSpec:\n  Type: stdio\n  command: x\n");

        call("update", "{'name': 'github', 'command': 'new'}");

        assertThat(file()).isEqualTo("Kind: MCPServer\nSpec:\n  Type: stdio\n  command: new\n");
    }

    @Test
    void an_update_merges_by_presence_and_null_clears() throws Exception {
        call("create", """
                {'name': 'github', 'type': 'stdio', 'command': 'x', 'autoStart': true, 'description': 'old',
                 'args': ['a'], 'timeout': 20}""");

        assertThat(call("update", "{'name': 'github', 'command': 'y', 'description': null, 'args': [], 'timeout': 0}"))
                .isEqualTo("MCP server 'github' updated successfully");

        var shown = json(call("get", "{'name': 'github'}"));
        assertThat(shown.text("command")).contains("y");
        assertThat(shown.isTrue("autoStart")).isTrue();
        assertThat(shown.integer("timeout")).hasValue(20);
        assertThat(shown.has("description")).isFalse();
        assertThat(shown.has("args")).isFalse();
        assertThat(live.actions()).containsExactly("github STARTED", "github RESTARTED");
        assertThat(events).containsExactly("created github", "updated github");
    }

    @Test
    void an_update_uses_the_spelling_of_the_file() throws Exception {
        define("github", "spec:\n  type: stdio\n  command: x\n  auto_start: false\n");

        call("update", "{'name': 'github', 'autoStart': true}");

        assertThat(file()).contains("auto_start: true").doesNotContain("autoStart");
    }

    @Test
    void a_deleted_server_is_gone_when_the_call_returns() throws Exception {
        call("create", "{'name': 'github', 'type': 'stdio', 'command': 'x', 'autoStart': true}");

        assertThat(call("delete", "{'name': 'github'}")).isEqualTo("MCP server 'github' deleted successfully");

        assertThat(live.all()).isEmpty();
        assertThat(call("get", "{'name': 'github'}"))
                .isEqualTo("error: Failed to get MCP server: MCP server github not found");
        assertThat(events).containsExactly("created github", "deleted github");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            get | {}                                       | name argument is required
            get | {'name': 5}                              | name argument is required
            delete | {}                                    | name argument is required
            update | {}                                    | name argument is required
            get | {'name': 'nope'}                         | Failed to get MCP server: MCP server nope not found
            delete | {'name': 'nope'}                      | Failed to delete MCP server: MCP server nope not found
            update | {'name': 'nope'}                      | Failed to update MCP server: MCP server nope not found
            create | {'type': 'stdio', 'command': 'x'}     | Invalid MCP server definition: name is required
            create | {'name': 'a'}                         | Invalid MCP server definition: type is required
            create | {'name': 'a', 'type': 'stdio'}        | Invalid MCP server definition: command is required for stdio type
            create | {'name': 'a', 'type': 'sse'}          | Invalid MCP server definition: url is required for streamable-http and sse types
            create | {'name': 'mcp-aggregator', 'type': 'stdio', 'command': 'x'} | Invalid MCP server definition: name must not be mcp-aggregator, which is Muster itself
            update | {'name': 'mcp-aggregator', 'command': 'x'} | Failed to update MCP server: name must not be mcp-aggregator, which is Muster itself
            create | {'name': 'a', 'type': 'grpc'}         | Invalid MCP server definition: unsupported MCP server type: grpc (supported: stdio, streamable-http, sse)
            validate | {'name': 'a', 'type': 'stdio', 'command': 'x', 'timeout': 999, 'toolPrefix': '?'} | Validation failed: toolPrefix: must match ^[a-zA-Z][a-zA-Z0-9_-]*$; timeout: must be between 1 and 300
            validate | {'name': 'a', 'type': 'stdio', 'command': 'x', 'auth': {'type': 'oauth'}} | Validation failed: auth configuration is only supported for remote server types (streamable-http or sse)
            create | {'name': 'a', 'zoo': 1, 'bar': 2}     | unknown args: [bar zoo]. Allowed args: [args auth autoStart command description env family headers name timeout toolPrefix type url]
            create | {'name': 'a', 'auth': {'typ': 'x'}}   | failed to parse request: json: unknown field "typ"
            create | {'name': 'a', 'timeout': 'soon'}      | failed to parse request: timeout: must be a whole number
            create | {'name': 'a', 'args': 'x'}            | failed to parse request: args: must be a list of strings
            """)
    void each_mistake_has_its_text(String tool, String arguments, String text) throws Exception {
        assertThat(call(tool, arguments)).isEqualTo("error: " + text);
        assertThat(events).isEmpty();
        assertThat(config).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../config", "/etc/passwd", "a/b", "..", "a\\\\u0000", "CON", "x.yaml"})
    void a_name_that_is_a_path_is_refused_before_any_path_is_touched(String name) throws Exception {
        Files.createDirectories(config);
        Files.writeString(root.resolve("config.yaml"), "untouched");
        Files.writeString(config.resolve("config.yaml"), "untouched");
        for (var tool : List.of("get", "update", "delete", "create", "validate")) {
            assertThat(call(
                            tool,
                            "{'name': '" + name + "'"
                                    + (tool.length() > 6 || tool.equals("create")
                                            ? ", 'type': 'stdio', 'command': 'x'}"
                                            : "}")))
                    .startsWith("error: ")
                    .contains("name must be");
        }

        assertThat(root.resolve("config.yaml")).hasContent("untouched");
        assertThat(config.resolve("config.yaml")).hasContent("untouched");
        assertThat(config.resolve("mcpservers")).doesNotExist();
    }

    @Test
    void a_name_is_given_once() throws Exception {
        call("create", "{'name': 'github', 'type': 'stdio', 'command': 'x'}");

        assertThat(call("create", "{'name': 'github', 'type': 'stdio', 'command': 'y'}"))
                .isEqualTo("error: MCP server 'github' already exists");
    }

    @Test
    void the_nearest_name_is_suggested() throws Exception {
        call("create", "{'name': 'github', 'type': 'stdio', 'command': 'x'}");

        assertThat(call("get", "{'name': 'githup'}")).endsWith("not found\nDid you mean 'github'?");
    }

    @Test
    void failed_and_broken_servers_are_hidden_unless_asked_for() throws Exception {
        call("create", "{'name': 'github', 'type': 'stdio', 'command': 'x', 'autoStart': true}");
        live.become("github", ServiceState.FAILED, Optional.of("npx: command not found"));
        define("broken", "spec: {type: stdio\n");

        var some = json(call("list", "{}"));
        assertThat(some.values("mcpServers")).isEmpty();
        assertThat(some.integer("hiddenFailed")).hasValue(2);
        assertThat(some.text("hint", ""))
                .startsWith("(2 failed servers hidden, use --all to show, --verbose for details");

        var all = json(call("list", "{'showAll': true}"));
        assertThat(all.integer("total")).hasValue(2);
        assertThat(all.toString())
                .contains("mcpservers/broken.yaml:2:1")
                .contains("Command not found - check the executable path")
                .doesNotContain("npx");
        assertThat(call("list", "{'showAll': true, 'verbose': true}")).contains("npx: command not found");
    }

    @Test
    void a_broken_definition_is_not_overwritten_by_an_update_but_can_be_deleted() throws Exception {
        define("github", "spec: {type: stdio\n");

        assertThat(call("update", "{'name': 'github', 'command': 'x'}"))
                .startsWith("error: Failed to update MCP server: mcpservers/github.yaml:2:1: ");
        assertThat(file()).isEqualTo("spec: {type: stdio\n");

        assertThat(call("delete", "{'name': 'github'}")).isEqualTo("MCP server 'github' deleted successfully");
    }

    @Test
    void authentication_is_echoed_and_the_trailing_slash_of_the_issuer_is_cut() throws Exception {
        call("create", """
                {'name': 'github', 'type': 'sse', 'url': 'https://h/mcp', 'auth': {'type': 'oauth',
                 'authorizationServer': {'issuer': 'https://as.example/', 'scopes': 'a b'}}}""");

        assertThat(json(call("get", "{'name': 'github'}"))
                        .object("auth")
                        .orElseThrow()
                        .toString())
                .isEqualTo(
                        "{\"type\":\"oauth\",\"authorizationServer\":{\"issuer\":\"https://as.example\",\"scopes\":\"a b\"}}");
    }

    @Test
    void an_anonymous_caller_is_not_recorded() throws Exception {
        tools.call(
                "core_mcpserver_create",
                Json.parseObject(quoted("{'name': 'github', 'type': 'stdio', 'command': 'x'}")),
                Caller.UNPROTECTED,
                ReplyChannel.NONE);

        assertThat(file()).doesNotContain("registered-by");
    }

    @Test
    void a_store_that_fails_is_reported_as_such() throws Exception {
        Files.writeString(config, "a file where the directory should be");

        assertThat(call("create", "{'name': 'github', 'type': 'stdio', 'command': 'x'}"))
                .startsWith("error: Failed to create MCP server: failed to create the definition MCPServer/github: ");
        assertThat(events).singleElement().asString().startsWith("failed github: ");
    }

    @Test
    void the_tools_have_the_schemas_of_the_specification() {
        assertThat(tools.tools(ADA))
                .extracting(Tool::name)
                .containsExactly(
                        "core_mcpserver_list",
                        "core_mcpserver_get",
                        "core_mcpserver_create",
                        "core_mcpserver_update",
                        "core_mcpserver_validate",
                        "core_mcpserver_delete");
        var create = tools.tools(ADA).get(2).inputSchema();
        assertThat(create.toString())
                .contains(
                        "authorizationServer",
                        "tokenExchange",
                        "dexTokenEndpoint",
                        "connectorId",
                        "expectedIssuer",
                        "clientCredentialsSecretRef",
                        "issuer")
                .contains("\"required\":[\"name\",\"type\"]");
        assertThat(tools.tools(ADA).get(3).inputSchema().toString()).contains("\"required\":[\"name\"]");
    }

    private String call(String tool, String arguments) throws InterruptedException {
        var result = tools.call("core_mcpserver_" + tool, Json.parseObject(quoted(arguments)), ADA, ReplyChannel.NONE);
        return (result.isError() ? "error: " : "") + text(result);
    }

    private static String text(CallToolResult result) {
        return ((JsonObject) result.content().getFirst()).text("text", "");
    }

    private static JsonObject json(String text) {
        return Json.parseObject(text);
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }

    private String file() throws IOException {
        return Files.readString(config.resolve("mcpservers/github.yaml"));
    }

    private void define(String name, String text) throws IOException {
        Files.createDirectories(config.resolve("mcpservers"));
        Files.writeString(
                config.resolve("mcpservers").resolve(ResourceKey.server(name).name() + ".yaml"), text);
    }

    private DefinitionEvents recorded() {
        return new DefinitionEvents() {
            @Override
            public void created(String server) {
                events.add("created " + server);
            }

            @Override
            public void updated(String server) {
                events.add("updated " + server);
            }

            @Override
            public void deleted(String server) {
                events.add("deleted " + server);
            }

            @Override
            public void failed(String server, String error) {
                events.add("failed " + server + ": " + error);
            }
        };
    }
}
