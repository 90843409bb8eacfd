package io.muster.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.cli.client.FakeEndpoint;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerCommandsTest {
    private static final String TOOLS = """
            {"tools":[{"name":"x_git_log","description":"Show\\n  commits"},{"name":"core_events","description":"Events"}]}""";

    @TempDir
    private Path home;

    private final FakeEndpoint server = new FakeEndpoint();
    private Terminal terminal;

    @BeforeEach
    void begin() {
        terminal = new Terminal(home).with("MUSTER_ENDPOINT", server.url());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list service                  | core_service_list            | {}",
                "list services                 | core_service_list            | {}",
                "list mcpservers               | core_mcpserver_list          | {}",
                "list mcpserver --all --verbose| core_mcpserver_list          | {\"showAll\":true,\"verbose\":true}",
                "list workflow                 | core_workflow_list           | {}",
                "list workflow-executions      | core_workflow_execution_list | {}",
                "get service a                 | core_service_status          | {\"name\":\"a\"}",
                "get mcpserver a               | core_mcpserver_get           | {\"name\":\"a\"}",
                "get workflow a                | core_workflow_get            | {\"name\":\"a\"}",
                "get workflow-execution 1-2    | core_workflow_execution_get  | {\"execution_id\":\"1-2\"}",
                "start service a               | core_service_start           | {\"name\":\"a\"}",
                "stop service a                | core_service_stop            | {\"name\":\"a\"}",
                "start workflow w              | workflow_w                   | {}",
                "start workflow w --json {\"a\":1} | workflow_w               | {\"a\":1}",
                "call core_x --json={\"a\":[]} | core_x                       | {\"a\":[]}",
                "events                        | core_events                  | {\"limit\":50}",
                "events --limit 0 --type WARNING --resource-type MCPServer --since 2026-01-31 | core_events | "
                        + "{\"resourceType\":\"MCPServer\",\"eventType\":\"Warning\",\"since\":\"2026-01-31T00:00:00Z\"}",
                "create mcpserver s --type stdio --command uvx --args a,b --autoStart --env K=V=W | core_mcpserver_create | "
                        + "{\"name\":\"s\",\"type\":\"stdio\",\"command\":\"uvx\",\"args\":[\"a\",\"b\"],\"autoStart\":true,\"env\":{\"K\":\"V=W\"}}",
                "create mcpserver s --type=sse --url http://h --header A=b --timeout 5 --auth-type oauth --auth-issuer http://i"
                        + " | core_mcpserver_create | {\"name\":\"s\",\"type\":\"sse\",\"url\":\"http://h\",\"timeout\":5,"
                        + "\"headers\":{\"A\":\"b\"},\"auth\":{\"type\":\"oauth\",\"authorizationServer\":{\"issuer\":\"http://i\"}}}",
            })
    void verbs_are_calls_of_tools(String line, String tool, String arguments) throws InterruptedException {
        server.answering(tool, "done");

        assertThat(terminal.run(line.strip().split(" +", -1)))
                .as(terminal.err())
                .isZero();

        var call = server.nextCall();
        assertThat(call.tool()).isEqualTo(tool);
        assertThat(Json.text(call.arguments())).isEqualTo(arguments);
        assertThat(server.hasNoMoreCalls()).isTrue();
        assertThat(terminal.out()).isEqualTo("done\n");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void arguments_follow_the_schema_of_the_tool() throws InterruptedException {
        server.answering(
                        "describe_tool",
                        "{\"name\":\"workflow_w\",\"inputSchema\":{\"properties\":{\"n\":{\"type\":\"integer\"},\"s\":{\"type\":\"string\"}}}}")
                .answering("workflow_w", "{\"a\":1}");

        assertThat(terminal.run(
                        "start", "workflow", "w", "--n=3", "-o", "json", "--s", "4", "--endpoint", server.url()))
                .isZero();

        assertThat(server.nextCall().arguments()).isEqualTo(JsonObject.of("name", "workflow_w"));
        assertThat(Json.text(server.nextCall().arguments())).isEqualTo("{\"n\":3,\"s\":\"4\"}");
        assertThat(terminal.out()).isEqualTo("{\"a\":1}\n");
    }

    @Test
    void arguments_are_read_from_the_file_that_is_named() throws Exception {
        var file = Files.writeString(home.resolve("arguments.json"), "{\"a\": \"b c\"}");
        server.answering("core_x", "done");

        assertThat(terminal.run("call", "core_x", "--json", "@" + file))
                .as(terminal.err())
                .isZero();

        assertThat(Json.text(server.nextCall().arguments())).contains("\"b c\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list toools           | unknown resource type 'toools'. Available types: mcpserver, mcpservers, prompt,",
                "get servce a          | unknown resource type 'servce'. Available types: mcpserver, prompt, prompts, resource, resources, service, tool, tools, workflow, workflow-execution (did you mean \"service\"?)",
                "stop workflow a       | unknown resource type 'workflow'. Available types: service",
                "check service a       | unknown resource type 'service'. Available types: mcpserver, workflow",
                "start mcpserver a     | unknown resource type 'mcpserver'. Available types: service, workflow",
                "list tools -o jsn     | unsupported output format: \"jsn\" (valid: table, wide, json, yaml) (did you mean \"json\"?)",
                "list tools --auth no  | invalid auth mode \"no\": must be one of 'auto', 'prompt', or 'none'",
                "list tools --filtr x  | unknown flag: --filtr (did you mean \"--filter\"?)",
                "list                  | Missing required parameter: 'TYPE'",
                "get service           | Missing required parameter: 'NAME'",
                "call                  | Missing required parameter: 'TOOL'",
                "call t --json [1]     | invalid JSON argument: must be an object",
                "call t --json {       | invalid JSON argument: ",
                "events --type bad     | invalid event type 'bad'. Valid types: Normal, Warning",
                "events --resource-type pod | invalid resource type 'pod'. Valid types: mcpserver, workflow",
                "events --limit -1     | limit must be a positive number, got -1",
                "events --since soon   | invalid --since value 'soon': ",
                "create mcpserver      | MCPServer creation requires: muster create mcpserver <name> --type <type> [options]",
                "create workflow w     | a workflow needs steps: muster create workflow w -f FILE",
                "create mcpserver s --env SECRET | --env must look like NAME=VALUE",
            })
    void mistakes_are_told_in_one_sentence_before_anything_is_sent(String line, String message) {
        assertThat(terminal.run(line.strip().split(" +", -1))).isEqualTo(1);

        assertThat(terminal.err()).startsWith("Error: " + message).hasLineCount(1);
        assertThat(terminal.out()).isEmpty();
        assertThat(server.hasNoMoreCalls()).isTrue();
    }

    @Test
    void a_failure_of_a_tool_is_its_own_text_without_envelope() {
        server.answering("core_service_status", "Failed to get service status: service x not found", true);

        assertThat(terminal.run("get", "service", "x")).isEqualTo(1);

        assertThat(terminal.err()).isEqualTo("Error: Failed to get service status: service x not found\n");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void a_server_without_workflows_is_told_as_such() {
        assertThat(terminal.run("list", "workflows")).isEqualTo(1);

        assertThat(terminal.err())
                .isEqualTo(
                        "Error: the server at " + server.url() + " has no tools for workflows (core_workflow_list)\n");
    }

    @Test
    void tools_are_listed_sorted_and_filtered_with_the_count_beside_them() {
        server.answering("list_tools", TOOLS);

        assertThat(terminal.run("list", "tools")).isZero();
        assertThat(terminal.out()).isEqualTo("""
                NAME          DESCRIPTION
                core_events   Events
                x_git_log     Show commits
                """);
        assertThat(terminal.err()).isEqualTo("\n2 tools\n");

        assertThat(terminal.run(
                        "list", "tools", "--filter", "x_*", "--description", "COMM", "--server", "X", "-o", "json"))
                .isZero();
        assertThat(terminal.out()).isEqualTo("""
                [
                  {
                    "name": "x_git_log",
                    "description": "Show\\n  commits"
                  }
                ]
                """);
    }

    @ParameterizedTest
    @CsvSource({"table, No resources found", "json, []", "yaml, []"})
    void nothing_is_nothing_in_every_format(String format, String expected) {
        server.answering("list_resources", "No resources available");

        assertThat(terminal.run("list", "resources", "-o", format)).isZero();

        assertThat(terminal.out()).isEqualTo(expected + "\n");
    }

    @Test
    void a_tool_that_is_not_there_is_told_with_the_nearest_name() {
        server.answering("list_tools", TOOLS).answering("describe_tool", "Tool not found: x_git_lg", true);

        assertThat(terminal.run("get", "tool", "x_git_lg")).isEqualTo(1);

        assertThat(terminal.err()).isEqualTo("Error: tool not found: x_git_lg (did you mean \"x_git_log\"?)\n");
    }

    @ParameterizedTest
    @CsvSource({"connected, 0", "running, 0", "failed, 1", "auth_required, 1"})
    void check_tells_by_its_exit_code(String state, int code) {
        server.answering("core_service_status", "{\"name\":\"s\",\"state\":\"" + state + "\"}");

        assertThat(terminal.run("check", "mcpserver", "s")).isEqualTo(code);

        assertThat(terminal.out()).contains("PROPERTY");
    }

    @Test
    void check_consults_the_definition_of_a_server_that_was_never_started() {
        server.answering("core_service_status", "service s not found", true)
                .answering("core_mcpserver_get", "{\"name\":\"s\",\"type\":\"stdio\"}");

        assertThat(terminal.run("check", "mcpserver", "s")).isEqualTo(1);

        assertThat(terminal.err()).isEqualTo("Error: MCP server \"s\" is not available (state: not started)\n");
    }

    @Test
    void an_unavailable_workflow_fails_its_check() {
        server.answering("core_workflow_available", "{\"available\":false,\"name\":\"w\"}");

        assertThat(terminal.run("check", "workflow", "w", "-o", "json")).isEqualTo(1);

        assertThat(terminal.out()).isEqualTo("{\"available\":false,\"name\":\"w\"}\n");
        assertThat(terminal.err()).isEqualTo("Error: workflow \"w\" is not available\n");
    }

    @ParameterizedTest
    @CsvSource({"401, 2, Authentication required for", "500, 1, muster server is not responding correctly (status: 500)"
    })
    void a_server_that_refuses_decides_the_exit_code(int status, int code, String message) {
        server.refusing(status);

        assertThat(terminal.run("list", "tools", "--auth", "none")).isEqualTo(code);

        assertThat(terminal.err()).startsWith("Error: " + message);
    }

    @Test
    void a_workflow_is_created_from_a_resource_on_standard_input() throws InterruptedException {
        server.answering("core_workflow_create", "Workflow created successfully");

        terminal.typing("""
                apiVersion: muster.giantswarm.io/v1alpha1
                kind: Workflow
                metadata: {name: w}
                spec:
                  steps: [{id: a, tool: t}]
                """);
        assertThat(terminal.run("create", "-f", "-")).as(terminal.err()).isZero();

        var call = server.nextCall();
        assertThat(call.tool()).isEqualTo("core_workflow_create");
        assertThat(Json.text(call.arguments())).isEqualTo("{\"name\":\"w\",\"steps\":[{\"id\":\"a\",\"tool\":\"t\"}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: a            | create mcpserver b -f FILE | the file defines \"a\", not \"b\"",
                "name: a            | create -f FILE             | the file does not say its kind",
                "kind: Workflow     | create mcpserver a -f FILE | the file defines a Workflow, not a mcpserver",
                "kind: Workfow      | create -f FILE             | unknown resource type 'workfow'. Available types: mcpserver, workflow (did you mean",
                "type: stdio        | create mcpserver -f FILE   | resource name is required",
                "a: [               | create mcpserver -f FILE   | FILE line 1",
            })
    void a_file_that_does_not_fit_is_refused(String text, String line, String message) throws IOException {
        var file = Files.writeString(home.resolve("file.yaml"), text).toString();

        assertThat(terminal.run(line.strip().replace("FILE", file).split(" +", -1)))
                .isEqualTo(1);

        assertThat(terminal.err()).startsWith("Error: " + message.replace("FILE", file));
    }

    @Test
    void the_context_decides_the_format_unless_a_flag_does() throws IOException {
        Files.createDirectories(home.resolve(".config/muster"));
        Files.writeString(home.resolve(".config/muster/contexts.yaml"), """
                current-context: here
                contexts: [{name: here, endpoint: '%s', settings: {output: yaml}}]
                """.formatted(server.url()));
        server.answering("core_service_list", "{\"services\":[{\"name\":\"a\"}]}");
        var shell = new Terminal(home);

        assertThat(shell.run("list", "service")).isZero();
        assertThat(shell.out()).isEqualTo("services:\n  - name: a\n");
        assertThat(shell.run("list", "service", "-o", "json")).isZero();
        assertThat(shell.out()).isEqualTo("{\"services\":[{\"name\":\"a\"}]}\n");
    }

    @Test
    void events_are_followed_until_the_interrupt() throws InterruptedException, IOException {
        server.answering("core_events", """
                [{"timestamp":"t2","type":"Warning","resource_type":"MCPServer","namespace":"d","resource_name":"b","reason":"R","message":"m"},
                 {"timestamp":"t1","type":"Normal","resource_type":"MCPServer","namespace":"d","resource_name":"a","reason":"R","message":"m"}]""");
        var written = new LinkedBlockingQueue<String>();
        var said = new StringWriter();
        var code = new LinkedBlockingQueue<Integer>();
        var console = new Console(
                new PrintWriter(new Lines(written)),
                new PrintWriter(said),
                InputStream.nullInputStream(),
                Map.of("MUSTER_ENDPOINT", server.url(), "HOME", home.toString()),
                false);
        var command = Thread.ofPlatform()
                .start(() -> code.add(new Commands(new RecordingProgram(), console).run("events", "-f")));

        assertThat(next(written)).isEqualTo("[t1] Normal  MCPServer d/a: R - m");
        assertThat(next(written)).isEqualTo("[t2] Warning MCPServer d/b: R - m");
        server.push("notifications/muster/event", Json.parseObject("""
                {"timestamp":"t3","type":"Normal","resource_type":"Workflow","namespace":"d","resource_name":"c","reason":"R","message":"m"}"""));
        assertThat(next(written)).isEqualTo("[t3] Normal  Workflow d/c: R - m");
        command.interrupt();

        assertThat(code.poll(20, TimeUnit.SECONDS)).isZero();
        assertThat(said.toString()).isEqualTo("""
                Streaming events (press Ctrl+C to stop)...
                --- following new events ---
                Stopped following events.
                """);
        assertThat(server.nextCall().arguments().isTrue("follow")).isTrue();
    }

    private static String next(LinkedBlockingQueue<String> lines) throws InterruptedException {
        return String.valueOf(lines.poll(20, TimeUnit.SECONDS));
    }

    /** Hands over each line as it is written. */
    private static final class Lines extends Writer {
        private final LinkedBlockingQueue<String> lines;
        private final StringBuilder line = new StringBuilder();

        Lines(LinkedBlockingQueue<String> lines) {
            this.lines = lines;
        }

        @Override
        public void write(char[] chars, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                if (chars[i] == '\n') {
                    lines.add(line.toString());
                    line.setLength(0);
                } else {
                    line.append(chars[i]);
                }
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
