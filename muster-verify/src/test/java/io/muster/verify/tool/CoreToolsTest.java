package io.muster.verify.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.verify.fault.Troublemaker;
import io.muster.verify.program.ConfigDirectory;
import io.muster.verify.program.HttpPeer;
import io.muster.verify.program.JavaProgram;
import io.muster.verify.program.MusterProcess;
import io.muster.verify.toolchain.Need;
import io.muster.verify.toolchain.Needs;
import io.muster.verify.toolchain.Program;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every core tool once through {@code call_tool}. */
@Needs(Need.PROGRAM)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CoreToolsTest {
    private static final List<String> LINE = JavaProgram.line(Troublemaker.class);

    private final MusterProcess muster;
    private final HttpPeer peer;

    CoreToolsTest(Program program) {
        var config = ConfigDirectory.create();
        for (var name : List.of("steady", "service", "updated", "deleted")) {
            config.stdio(name, LINE);
        }
        this.muster = MusterProcess.start(program, config).awaitServers("steady", "service", "updated", "deleted");
        this.peer = muster.aggregate();
    }

    @AfterAll
    void stop() {
        muster.close();
    }

    @Test
    void the_meta_tools_are_eleven_in_their_order() {
        assertThat(peer.toolNames())
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
    void list_core_tools_names_them_all() {
        var names = peer.tool("list_core_tools", JsonObject.EMPTY).document().values("tools").stream()
                .map(tool -> ((JsonObject) tool).text("name", ""))
                .toList();

        assertThat(names)
                .containsExactly(
                        "core_service_list",
                        "core_service_status",
                        "core_service_start",
                        "core_service_stop",
                        "core_service_restart",
                        "core_config_get",
                        "core_config_get_aggregator",
                        "core_config_update_aggregator",
                        "core_config_save",
                        "core_config_reload",
                        "core_mcpserver_list",
                        "core_mcpserver_get",
                        "core_mcpserver_create",
                        "core_mcpserver_update",
                        "core_mcpserver_validate",
                        "core_mcpserver_delete",
                        "core_events",
                        "core_auth_login",
                        "core_auth_logout");
    }

    @Test
    void a_server_is_created_read_updated_and_deleted() {
        assertThat(text("core_mcpserver_validate", server("made")))
                .isEqualTo("Validation successful for mcpserver made");
        assertThat(text("core_mcpserver_create", server("made"))).isEqualTo("MCP server 'made' created successfully");
        muster.awaitState(peer, "made", Set.of("running"));
        assertThat(text("x_made_echo", JsonObject.of("message", "hello"))).isEqualTo("hello");

        assertThat(text("core_mcpserver_create", server("made"))).isEqualTo("MCP server 'made' already exists");
        var info = peer.call("core_mcpserver_get", named("made")).document();
        assertThat(info.text("name", "")).isEqualTo("made");
        assertThat(info.text("type", "")).isEqualTo("stdio");
        assertThat(info.text("command", "")).isEqualTo(LINE.getFirst());

        assertThat(text("core_mcpserver_update", named("made").with("description", "Made by a test")))
                .isEqualTo("MCP server 'made' updated successfully");
        assertThat(peer.call("core_mcpserver_get", named("made")).document().text("description", ""))
                .isEqualTo("Made by a test");
        assertThat(text("core_mcpserver_delete", named("made"))).isEqualTo("MCP server 'made' deleted successfully");
        assertThat(Files.exists(muster.config().path().resolve("mcpservers/made.yaml")))
                .isFalse();
    }

    @Test
    void core_mcpserver_list_shows_mode_and_servers() {
        var list = peer.call("core_mcpserver_list").document();

        assertThat(list.text("mode", "")).isEqualTo("filesystem");
        assertThat(list.integer("total")).hasValue(list.values("mcpServers").size());
        assertThat(list.values("mcpServers").toString()).contains("\"name\":\"steady\"", "\"sessionStatus\":");
    }

    @Test
    void a_service_is_stopped_started_and_restarted() {
        var service = named("service");

        assertThat(text("core_service_stop", service)).isEqualTo("Successfully stopped service 'service'");
        assertThat(MusterProcess.state(peer, "service")).isEqualTo("stopped");
        assertThat(text("core_service_stop", service)).isEqualTo("Service 'service' is already stopped");
        assertThat(text("x_service_echo", JsonObject.EMPTY))
                .startsWith("Tool execution failed:")
                .contains("not found");
        assertThat(text("core_service_start", service)).isEqualTo("Successfully started service 'service'");
        assertThat(text("x_service_echo", JsonObject.of("message", "again"))).isEqualTo("again");
        assertThat(text("core_service_start", service)).isEqualTo("Service 'service' is already running");
        assertThat(text("core_service_restart", service)).isEqualTo("Successfully restarted service 'service'");
    }

    @Test
    void core_service_list_and_status_show_servers_and_the_aggregator() {
        var list = peer.call("core_service_list").document();
        var status = peer.call("core_service_status", named("steady")).document();
        var aggregator =
                peer.call("core_service_status", named("mcp-aggregator")).document();

        assertThat(list.integer("total")).hasValue(list.values("services").size());
        assertThat(list.toString()).contains("\"mcp-aggregator\"", "\"steady\"");
        assertThat(status.text("service_type", "")).isEqualTo("MCPServer");
        assertThat(status.text("state", "")).isEqualTo("running");
        assertThat(status.text("health", "")).isEqualTo("healthy");
        assertThat(aggregator.text("service_type", "")).isEqualTo("Aggregator");
        assertThat(aggregator.object("metadata").orElseThrow().text("endpoint", ""))
                .isEqualTo(muster.url("/mcp").toString());
    }

    @Test
    void the_configuration_is_shown_changed_saved_and_reloaded() {
        var aggregator = peer.call("core_config_get_aggregator").document();
        assertThat(peer.call("core_config_get").document().object("Aggregator")).contains(aggregator);
        assertThat(aggregator.integer("Port")).hasValue(muster.config().port());

        assertThat(text(
                        "core_config_update_aggregator",
                        JsonObject.of("aggregator", JsonObject.of("MusterPrefix", "x"))))
                .startsWith("Successfully updated aggregator configuration");
        assertThat(text("core_config_save", JsonObject.EMPTY)).startsWith("Configuration saved successfully");
        assertThat(text("core_config_reload", JsonObject.EMPTY)).startsWith("Configuration reloaded successfully");
    }

    @Test
    void core_events_tells_what_happened_newest_first() {
        var filter = JsonObject.of("resourceType", "MCPServer").with("resourceName", "steady");

        var events = muster.await(
                "event",
                () -> Optional.of((JsonArray) Json.parse(text("core_events", filter)))
                        .filter(array -> !array.isEmpty()));

        assertThat(((JsonObject) events.get(0)).names())
                .contains("message", "namespace", "reason", "resource_name", "resource_type", "timestamp", "type");
        assertThat(text("core_events", JsonObject.of("resourceName", "nobody"))).isEqualTo("[]");
    }

    @Test
    void auth_status_tells_that_a_server_without_login_is_connected() {
        var contents = peer.result("resources/read", JsonObject.of("uri", "auth://status"))
                .values("contents");
        var status = Json.parseObject(((JsonObject) contents.getFirst()).text("text", ""));

        assertThat(status.values("servers").toString()).contains("{\"name\":\"steady\",\"status\":\"connected\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            core_mcpserver_get      | {}                    | name argument is required
            core_mcpserver_get      | {"name": "nobody"}    | Failed to get MCP server: MCP server nobody not found
            core_mcpserver_update   | {"name": "nobody"}    | Failed to update MCP server: MCP server nobody not found
            core_mcpserver_delete   | {"name": "nobody"}    | Failed to delete MCP server: MCP server nobody not found
            core_mcpserver_delete   | {}                    | name argument is required
            core_service_status     | {}                    | name is required
            core_service_status     | {"name": "nobody"}    | Failed to get service status: service nobody not found
            core_service_start      | {"name": "nobody"}    | Failed to start service: service nobody not found
            core_service_stop       | {"name": "nobody"}    | Failed to stop service: service nobody not found
            core_service_restart    | {"name": "nobody"}    | Failed to restart service: service nobody not found
            core_config_update_aggregator | {}              | aggregator is required
            core_config_x           | {}                    | Tool execution failed: tool not found: core_config_x
            core_auth_login         | {}                    | Error: 'server' argument is required and must be a string
            core_auth_login         | {"server": "nobody"}  | Server 'nobody' not found. Use list_tools to see available servers.
            core_auth_logout        | {"server": "nobody"}  | Server 'nobody' not found.
            x_steady_nothing        | {}                    | Tool execution failed: tool not found: x_steady_nothing
            """)
    void mistakes_are_answered_with_their_texts(String tool, String arguments, String text) {
        var answer = peer.call(tool, Json.parseObject(arguments));

        assertThat(answer.isError()).isTrue();
        assertThat(answer.text()).startsWith(text);
    }

    @Test
    void core_auth_login_to_a_connected_server_without_login_is_no_error() {
        assertThat(text("core_auth_login", JsonObject.of("server", "steady")))
                .isEqualTo("Server 'steady' is already authenticated and connected.");
    }

    @Test
    void unknown_arguments_of_strict_tools_are_refused() {
        var answer = peer.call("core_mcpserver_create", server("strict").with("zeal", true));

        assertThat(answer.isError()).isTrue();
        assertThat(answer.text()).startsWith("unknown args: [zeal]. Allowed args: [");
    }

    @Test
    void a_name_that_is_a_path_is_refused_before_a_file_is_touched() {
        var answer = peer.call("core_mcpserver_create", server("../config"));

        assertThat(answer.isError()).isTrue();
        assertThat(answer.text()).startsWith("Invalid MCP server definition:");
    }

    private String text(String tool, JsonObject arguments) {
        return peer.call(tool, arguments).text();
    }

    private static JsonObject named(String name) {
        return JsonObject.of("name", name);
    }

    private static JsonObject server(String name) {
        return named(name)
                .with("type", "stdio")
                .with("autoStart", true)
                .with("command", LINE.getFirst())
                .with("args", JsonArray.ofStrings(LINE.subList(1, LINE.size())));
    }
}
