package io.muster.control.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.control.tool.AggregatorService.OfferedTool;
import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.BackendStatus;
import io.muster.gateway.backend.Backends.StartOutcome;
import io.muster.gateway.backend.Endpoint;
import io.muster.gateway.backend.Inventory;
import io.muster.gateway.backend.ServiceState;
import io.muster.gateway.tool.ToolProvider.ToolFailure;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.ReplyChannel;
import io.muster.oauth.Caller;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceToolsTest {
    private static final BackendSpec GITHUB = spec(
            "github",
            new Endpoint.Stdio("github-mcp", List.of("--stdio"), Map.of("TOKEN", "s3cret-env", "EMPTY", "")),
            new BackendSpec.Naming(Optional.of("gh"), Optional.of(new BackendSpec.Family("vcs", "instance"))));
    private static final BackendSpec JIRA = spec(
            "jira",
            new Endpoint.StreamableHttp(
                    URI.create("https://bot:s3cret-url@jira.example/mcp?api_key=s3cret-key"),
                    Map.of("Authorization", "s3cret-header")),
            BackendSpec.Naming.DEFAULT);

    private final FakeBackends backends = new FakeBackends();
    private final Map<String, Definitions.Found> definitions = new TreeMap<>();
    private final ServiceTools tools = new ServiceTools(
            backends,
            name -> definitions.getOrDefault(name, new Definitions.Found.Absent()),
            () -> new AggregatorService(
                    ServiceState.RUNNING,
                    "localhost",
                    8090,
                    false,
                    "http://localhost:8090/mcp",
                    List.of(new OfferedTool("x_github_list", false), new OfferedTool("x_capi_cleanup", true)),
                    3,
                    2));

    @Test
    void five_tools_are_offered_and_all_but_the_list_need_a_name() {
        var offered = tools.tools(Caller.UNPROTECTED);

        assertThat(offered)
                .extracting(tool -> tool.name())
                .containsExactly(
                        "core_service_list",
                        "core_service_status",
                        "core_service_start",
                        "core_service_stop",
                        "core_service_restart");
        assertThat(offered.getFirst().inputSchema().has("required")).isFalse();
        assertThat(offered.subList(1, 5))
                .allSatisfy(
                        tool -> assertThat(tool.inputSchema().values("required").toString())
                                .isEqualTo("[\"name\"]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"core_service_status", "core_service_start", "core_service_stop", "core_service_restart"})
    void a_missing_name_is_refused(String tool) throws Exception {
        for (var arguments : List.of("{}", "{\"name\":5}", "{\"name\":\"\"}", "{\"name\":null}")) {
            var result = tools.call(tool, Json.parseObject(arguments), Caller.UNPROTECTED, ReplyChannel.NONE);

            assertThat(result.isError()).isTrue();
            assertThat(textOf(result)).isEqualTo("name is required");
        }
    }

    @Test
    void the_list_is_sorted_and_counts_muster_itself() {
        backends.has(JIRA, ServiceState.CONNECTED);
        backends.has(GITHUB, ServiceState.RUNNING);

        var list = Json.parseObject(ok("core_service_list", ""));

        assertThat(list.integer("total")).hasValue(3);
        assertThat(list.values("services"))
                .extracting(service -> ((JsonObject) service).text("name", ""))
                .containsExactly("github", "jira", "mcp-aggregator");
        assertThat(list.names()).containsExactly("services", "total");
    }

    @Test
    void nothing_secret_is_shown() {
        backends.has(JIRA, ServiceState.CONNECTED);
        backends.has(GITHUB, ServiceState.RUNNING);

        for (var shown : List.of(
                ok("core_service_list", ""), ok("core_service_status", "github"), ok("core_service_status", "jira"))) {
            assertThat(shown).doesNotContain("s3cret");
        }
        assertThat(metadata("github").object("env").orElseThrow().toString())
                .isEqualTo("{\"EMPTY\":\"\",\"TOKEN\":\"***\"}");
        assertThat(metadata("jira").object("headers").orElseThrow().toString())
                .isEqualTo("{\"Authorization\":\"***\"}");
        assertThat(metadata("jira").text("url")).contains("https://***@jira.example/mcp?api_key=***");
    }

    @Test
    void the_status_of_a_backend_has_the_documented_keys() {
        backends.has(GITHUB, ServiceState.RUNNING);

        var status = Json.parseObject(ok("core_service_status", "github"));

        assertThat(status.names()).containsExactly("name", "service_type", "state", "health", "metadata");
        assertThat(status.text("service_type")).contains("MCPServer");
        assertThat(status.text("state")).contains("running");
        assertThat(status.text("health")).contains("healthy");
        assertThat(metadata("github").toString())
                .isEqualTo("{\"args\":[\"--stdio\"],\"autoStart\":true,\"clientReady\":true,"
                        + "\"command\":\"github-mcp\",\"consecutiveFailures\":0,\"description\":\"text\","
                        + "\"env\":{\"EMPTY\":\"\",\"TOKEN\":\"***\"},"
                        + "\"family\":{\"name\":\"vcs\",\"instanceArg\":\"instance\"},\"headers\":{},"
                        + "\"health\":\"healthy\",\"name\":\"github\",\"state\":\"running\",\"timeout\":30,"
                        + "\"toolPrefix\":\"gh\",\"type\":\"stdio\",\"url\":\"\"}");
    }

    @Test
    void the_status_of_a_failed_backend_says_why_and_when_it_is_tried_again() {
        backends.failed(JIRA, "connection refused");

        var status = Json.parseObject(ok("core_service_status", "jira"));

        assertThat(status.text("state")).contains("unreachable");
        assertThat(status.text("health")).contains("unknown");
        assertThat(status.text("error")).contains("connection refused");
        assertThat(metadata("jira").text("lastAttempt")).contains("2026-01-01T00:00:00Z");
        assertThat(metadata("jira").text("nextRetryAfter")).contains("2026-01-01T00:01:00Z");
        assertThat(metadata("jira").integer("consecutiveFailures")).hasValue(3);
    }

    @Test
    void muster_itself_shows_its_tools_by_name_in_the_status_and_not_in_the_list() {
        backends.has(JIRA, ServiceState.CONNECTED);
        backends.has(GITHUB, ServiceState.FAILED);

        assertThat(metadata("mcp-aggregator").toString())
                .isEqualTo("{\"blocked_tools\":1,\"endpoint\":\"http://localhost:8090/mcp\","
                        + "\"event_handler_running\":true,\"host\":\"localhost\",\"port\":8090,\"prompts\":2,"
                        + "\"resources\":3,\"servers_connected\":1,\"servers_total\":2,"
                        + "\"service_type\":\"Aggregator\",\"tools\":2,"
                        + "\"tools_with_status\":[{\"Tool\":\"x_github_list\",\"Blocked\":false},"
                        + "{\"Tool\":\"x_capi_cleanup\",\"Blocked\":true}],\"yolo\":false}");
        assertThat(ok("core_service_list", "")).doesNotContain("tools_with_status");
    }

    @Test
    void an_unknown_service_is_not_found_and_the_nearest_name_suggested() {
        backends.has(GITHUB, ServiceState.RUNNING);

        assertThat(failure("core_service_status", "nothing"))
                .isEqualTo("Failed to get service status: service nothing not found");
        assertThat(failure("core_service_start", "nothing"))
                .isEqualTo("Failed to start service: service nothing not found");
        assertThat(failure("core_service_stop", "nothing"))
                .isEqualTo("Failed to stop service: service nothing not found");
        assertThat(failure("core_service_restart", "githbu"))
                .isEqualTo("Failed to restart service: service githbu not found\nDid you mean: github");
    }

    @ParameterizedTest
    @EnumSource(names = {"RUNNING", "CONNECTED"})
    void an_active_service_is_already_running(ServiceState state) {
        backends.has(JIRA, state);

        assertThat(ok("core_service_start", "jira")).isEqualTo("Service 'jira' is already running");
        assertThat(backends.commands).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"STOPPED", "DISCONNECTED"})
    void a_stopped_service_is_already_stopped(ServiceState state) {
        backends.has(JIRA, state);

        assertThat(ok("core_service_stop", "jira")).isEqualTo("Service 'jira' is already stopped");
        assertThat(backends.commands).isEmpty();
    }

    @Test
    void commands_say_that_they_succeeded() {
        backends.has(JIRA, ServiceState.FAILED);

        assertThat(ok("core_service_start", "jira")).isEqualTo("Successfully started service 'jira'");
        assertThat(ok("core_service_stop", "jira")).isEqualTo("Successfully stopped service 'jira'");
        assertThat(ok("core_service_restart", "jira")).isEqualTo("Successfully restarted service 'jira'");
        assertThat(backends.commands).containsExactly("start jira", "stop jira", "restart jira");
    }

    @Test
    void a_definition_that_never_ran_is_started() {
        definitions.put("jira", new Definitions.Found.Usable(JIRA));

        assertThat(ok("core_service_start", "jira")).isEqualTo("Successfully started service 'jira'");
        assertThat(backends.commands).containsExactly("start jira");
    }

    @Test
    void a_definition_that_cannot_be_read_is_a_failure_with_its_reason() {
        definitions.put("jira", new Definitions.Found.Unreadable("jira.yaml line 3: spec.url is required"));

        assertThat(failure("core_service_start", "jira"))
                .isEqualTo("Failed to start service: failed to start service jira: its definition cannot be used: "
                        + "jira.yaml line 3: spec.url is required");
    }

    @Test
    void failures_carry_their_cause() {
        backends.has(JIRA, ServiceState.STOPPED);
        backends.outcome = new StartOutcome.Failed("failed to start MCP server: refused");

        assertThat(failure("core_service_start", "jira"))
                .isEqualTo(
                        "Failed to start service: failed to start service jira: failed to start MCP server: refused");
        assertThat(failure("core_service_restart", "jira"))
                .isEqualTo(
                        "Failed to restart service: failed to restart service jira: failed to start MCP server: refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"core_service_start", "core_service_restart"})
    void a_login_is_asked_for(String tool) {
        backends.has(JIRA, ServiceState.AUTH_REQUIRED);
        backends.outcome = new StartOutcome.AuthRequired();

        assertThat(failure(tool, "jira"))
                .startsWith("Service 'jira' requires OAuth authentication.\n\n")
                .contains("core_auth_login(server=\"jira\")");
    }

    @Test
    void muster_itself_is_never_stopped_by_a_tool() {
        assertThat(ok("core_service_start", "mcp-aggregator")).isEqualTo("Service 'mcp-aggregator' is already running");
        assertThat(failure("core_service_stop", "mcp-aggregator")).startsWith("Failed to stop service: ");
        assertThat(failure("core_service_restart", "mcp-aggregator")).startsWith("Failed to restart service: ");
        assertThat(backends.commands).isEmpty();
    }

    @Test
    void another_tool_is_not_found() {
        assertThatThrownBy(() -> call("core_service_explode", "jira"))
                .isInstanceOf(ToolFailure.class)
                .hasMessage("tool not found: core_service_explode");
    }

    private JsonObject metadata(String name) {
        return Json.parseObject(ok("core_service_status", name))
                .object("metadata")
                .orElseThrow();
    }

    private String ok(String tool, String name) {
        var result = call(tool, name);
        assertThat(result.isError()).isFalse();
        return textOf(result);
    }

    private String failure(String tool, String name) {
        var result = call(tool, name);
        assertThat(result.isError()).isTrue();
        return textOf(result);
    }

    private CallToolResult call(String tool, String name) {
        try {
            return tools.call(tool, JsonObject.of("name", name), Caller.UNPROTECTED, ReplyChannel.NONE);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String textOf(CallToolResult result) {
        return ((JsonObject) result.content().getFirst()).text("text", "");
    }

    private static BackendSpec spec(String name, Endpoint endpoint, BackendSpec.Naming naming) {
        return new BackendSpec(name, endpoint, Access.SHARED, naming, "text", true, Duration.ofSeconds(30));
    }

    private static final class FakeBackends implements RunningBackends {
        private final Map<String, BackendStatus> statuses = new TreeMap<>();
        private final List<String> commands = new ArrayList<>();
        private StartOutcome outcome = new StartOutcome.Started();

        void has(BackendSpec spec, ServiceState state) {
            statuses.put(
                    spec.name(),
                    new BackendStatus(
                            spec,
                            state,
                            false,
                            Optional.empty(),
                            0,
                            0,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Inventory.EMPTY));
        }

        void failed(BackendSpec spec, String error) {
            statuses.put(
                    spec.name(),
                    new BackendStatus(
                            spec,
                            ServiceState.UNREACHABLE,
                            false,
                            Optional.of(error),
                            3,
                            0,
                            Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
                            Optional.of(Instant.parse("2026-01-01T00:01:00Z")),
                            Optional.empty(),
                            Optional.empty(),
                            Inventory.EMPTY));
        }

        @Override
        public List<BackendStatus> all() {
            return List.copyOf(statuses.values());
        }

        @Override
        public Optional<BackendStatus> find(String name) {
            return Optional.ofNullable(statuses.get(name));
        }

        @Override
        public StartOutcome start(BackendSpec spec) {
            commands.add("start " + spec.name());
            return outcome;
        }

        @Override
        public boolean stop(String name) {
            commands.add("stop " + name);
            return statuses.containsKey(name);
        }

        @Override
        public Optional<StartOutcome> restart(String name) {
            if (!statuses.containsKey(name)) {
                return Optional.empty();
            }
            commands.add("restart " + name);
            return Optional.of(outcome);
        }
    }
}
