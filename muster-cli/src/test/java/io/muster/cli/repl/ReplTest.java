package io.muster.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.cli.bridge.Connections;
import io.muster.cli.bridge.Destination;
import io.muster.cli.bridge.Destination.Transport;
import io.muster.cli.client.ConnectionFailure;
import io.muster.cli.client.Endpoint;
import io.muster.cli.client.FakeEndpoint;
import io.muster.cli.client.FakeEndpoint.Call;
import io.muster.cli.client.ServerConnector;
import io.muster.cli.format.OutputFormat;
import io.muster.cli.http.SocketClient;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.SystemScheduler;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.SequenceInputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions at a pipe: what goes in line by line, and what comes out. */
@Timeout(60)
class ReplTest {
    private static final String ECHO = """
            {"name":"x_echo","description":"Says it again","inputSchema":{"properties":{
              "text":{"type":"string","description":"What to say"},"times":{"type":"integer"}},"required":["text"]}}""";

    private final SystemScheduler scheduler = new SystemScheduler();
    private final SocketClient http = new SocketClient(scheduler, SystemScheduler.clock());
    private final FakeEndpoint muster = new FakeEndpoint()
            .answering(
                    "list_tools",
                    "{\"tools\":[{\"name\":\"x_echo\",\"description\":\"Says it again\"},{\"name\":\"core_a\"}],"
                            + "\"servers_requiring_auth\":[{\"name\":\"github\"}]}")
            .answering("describe_tool", ECHO)
            .answering("x_echo", "hello");
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Places.Door door = (_, _) -> false;

    @TempDir
    Path home;

    @AfterEach
    void close() {
        muster.close();
        http.close();
        scheduler.close();
    }

    @Test
    void tools_are_listed_in_order_with_the_servers_that_wait_for_a_login() throws Exception {
        assertThat(session("list tools")).isTrue();

        assertThat(out.toString()).isEqualTo("""
                Available tools (2):

                  1. core_a
                  2. x_echo - Says it again

                Servers requiring authentication:
                  - github (use 'core_auth_login' to authenticate)
                """);
    }

    @Test
    void a_tool_is_called_with_values_of_the_types_in_its_schema() throws Exception {
        session("call x_echo text='5 times' times=5");

        assertThat(called("x_echo")).isEqualTo(Json.parseObject("{\"text\":\"5 times\",\"times\":5}"));
        assertThat(out.toString()).isEqualTo("hello\n");
        assertThat(err.toString()).contains("Executing tool: x_echo...");
    }

    @Test
    void without_what_it_needs_a_tool_is_explained_instead_of_called() throws Exception {
        session("call x_echo");

        assertThat(out.toString()).isEqualTo("""
                Says it again

                Parameters (* = required):
                  * text (string)
                      What to say
                    times (integer)

                Examples:
                  call x_echo text=value
                  call x_echo {"text": "value"}
                """);
    }

    @Test
    void a_tool_that_fails_says_so_in_its_own_words() throws Exception {
        muster.answering("x_echo", "no voice\u001b[2J", true);

        assertThat(session("call x_echo text=a", "help exit")).isFalse();

        assertThat(err.toString()).contains("Error: x_echo returned an error:\n  no voice[2J\n");
        assertThat(out.toString()).contains("Command: exit");
    }

    @Test
    void an_unknown_tool_gets_the_nearest_name() throws Exception {
        muster.answering("describe_tool", "Tool not found: x_ecko", true);

        session("list tools", "call x_ecko");

        assertThat(err.toString()).contains("Error: tool not found: x_ecko (did you mean \"x_echo\"?)");
    }

    @Test
    void an_unknown_command_gets_the_nearest_name_and_the_session_goes_on() throws Exception {
        assertThat(session("lisst tools", "LS core-tools")).isFalse();

        assertThat(err.toString())
                .contains("Error: unknown command: lisst (did you mean \"list\"?). Type 'help' for available commands");
        assertThat(out.toString()).startsWith("Core muster tools (1 found out of 2 total):");
    }

    @Test
    void a_quote_that_is_not_closed_is_not_sent() throws Exception {
        assertThat(session("call x_echo text='a", "", "# a comment")).isFalse();

        assertThat(err.toString()).isEqualTo("Error: a quote or bracket is not closed\n");
        assertThat(muster.hasNoMoreCalls()).isTrue();
    }

    @Test
    void resources_and_prompts_are_read_through_the_tools_of_muster() throws Exception {
        muster.answering("get_resource", "{\"a\":{\"b\":1}}")
                .answering(
                        "describe_prompt", "{\"name\":\"greet\",\"arguments\":[{\"name\":\"who\",\"required\":true}]}")
                .answering(
                        "get_prompt",
                        "[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"Say hello to 7\"}}]");

        session("get file:///a", "prompt greet who=7");

        assertThat(called("get_resource")).isEqualTo(JsonObject.of("uri", "file:///a"));
        assertThat(called("get_prompt"))
                .isEqualTo(Json.parseObject("{\"name\":\"greet\",\"arguments\":{\"who\":\"7\"}}"));
        assertThat(out.toString())
                .endsWith("[1] Role: user\nContent: Say hello to 7\n")
                .startsWith("{\n  \"a\": {");
    }

    @Test
    void tools_are_found_by_a_filter() throws Exception {
        muster.answering("filter_tools", """
                {"filters":{"offset":0},"total_tools":9,"total":3,"truncated":true,
                 "tools":[{"name":"x_echo","summary":"Says it"}]}""");

        session("filter tools *echo* description='it again' labels=a=b,c=d limit=1", "filter tools limt=3");

        assertThat(called("filter_tools")).isEqualTo(Json.parseObject("""
                {"pattern":"*echo*","description_filter":"it again","labels":{"a":"b","c":"d"},"limit":1}"""));
        assertThat(out.toString()).isEqualTo("""
                Showing 1 of 3 matching tool(s) (catalogue: 9)
                More: add offset=1, or a greater limit

                  1. x_echo - Says it
                """);
        assertThat(err.toString()).contains("unknown filter option \"limt\": valid options are pattern", "\"limit\"?");
    }

    @Test
    void a_workflow_is_run_as_the_tool_that_it_is() throws Exception {
        muster.answering("workflow_deploy", "done");

        session("workflow deploy text=1");

        assertThat(called("workflow_deploy")).isEqualTo(Json.parseObject("{\"text\":\"1\"}"));
        assertThat(out.toString()).isEqualTo("done\n");
    }

    @Test
    void the_output_can_be_chosen() throws Exception {
        muster.answering("x_echo", "{\"a\":1}");

        session("output yaml", "call x_echo text=a", "output jsn");

        assertThat(out.toString()).isEqualTo("Output format: yaml\na: 1\n");
        assertThat(err.toString()).contains("unsupported output format: \"jsn\"", "did you mean \"json\"?");
    }

    @Test
    void whole_messages_are_shown_on_demand() throws Exception {
        session(new Options(false, true), "call x_echo text=a");

        assertThat(err.toString())
                .contains("→ REQUEST (tools/call):\n    {\n      \"name\": \"x_echo\",")
                .contains("← RESPONSE (x_echo):");
    }

    @Test
    void a_quiet_session_says_results_and_failures_only() throws Exception {
        session(new Options(true, false), "call x_echo text=a", "bogus");

        assertThat(out.toString()).isEqualTo("hello\n");
        assertThat(err.toString()).isEqualTo("Error: unknown command: bogus. Type 'help' for available commands\n");
    }

    @Test
    void contexts_are_listed_and_switched() throws Exception {
        try (var other = new FakeEndpoint().answering("list_tools", "[{\"name\":\"y_other\"}]")) {
            contexts(other.url());

            assertThat(session("context", "context lst", "context list", "context use other", "list tools"))
                    .isFalse();

            assertThat(out.toString())
                    .contains("No context set; connected to " + muster.url())
                    .contains("  other  " + other.url())
                    .contains("Switched to other (" + other.url() + ")")
                    .endsWith("  1. y_other\n");
            assertThat(err.toString()).contains("unknown subcommand \"lst\" - did you mean \"list\"?");
            assertThat(Files.readString(home.resolve(".config/muster/contexts.yaml")))
                    .contains("current-context: other");
        }
    }

    @Test
    void a_context_that_wants_a_login_is_switched_to_after_it() throws Exception {
        try (var other = new FakeEndpoint()
                .refusing(401)
                .answering("list_tools", "[{\"name\":\"y_other\",\"description\":\"\"}]")) {
            contexts(other.url());
            door = (place, refusal) -> {
                assertThat(place.context()).contains("other");
                assertThat(refusal.kind()).isEqualTo(ConnectionFailure.Kind.AUTHENTICATION_REQUIRED);
                other.refusing(200);
                return true;
            };

            assertThat(session("context use other", "list tools")).isTrue();

            assertThat(out.toString())
                    .contains("Switched to other (" + other.url() + ")")
                    .endsWith("  1. y_other\n");
        }
    }

    @Test
    void a_context_without_the_login_it_wants_is_not_switched_to() throws Exception {
        try (var other = new FakeEndpoint().refusing(401)) {
            contexts(other.url());

            assertThat(session("context use other", "list tools")).isFalse();

            assertThat(err.toString())
                    .contains("Authentication required for " + other.url())
                    .contains("muster auth login --endpoint " + other.url());
            assertThat(out.toString()).startsWith("Available tools (2):");
            assertThat(Files.readString(home.resolve(".config/muster/contexts.yaml")))
                    .doesNotContain("current-context");
        }
    }

    @Test
    void a_login_that_ends_under_a_command_is_told_with_the_way_out() throws Exception {
        var later = new FilterInputStream(stream("list tools\n")) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                muster.refusing(401);
                return super.read(bytes, offset, length);
            }
        };
        var input = new SequenceInputStream(stream("list tools\n"), later);

        assertThat(session(new Options(false, false), input)).isFalse();

        assertThat(out.toString()).containsOnlyOnce("Available tools (2):");
        assertThat(err.toString())
                .contains("Error: Muster at " + muster.url() + " requires a login.")
                .contains("muster auth login --endpoint " + muster.url());
    }

    @Test
    void a_context_that_cannot_be_reached_is_not_switched_to() throws Exception {
        try (var other = new FakeEndpoint().refusing(404)) {
            contexts(other.url());

            assertThat(session("context other", "context nowhere", "list tools"))
                    .isFalse();

            assertThat(err.toString())
                    .contains("failed to connect to aggregator", other.url())
                    .contains("context \"nowhere\" not found. Available: other");
            assertThat(out.toString()).startsWith("Available tools (2):");
            assertThat(Files.readString(home.resolve(".config/muster/contexts.yaml")))
                    .doesNotContain("current-context");
        }
    }

    // --- logins to the servers behind Muster

    private static final String WAITING =
            "{\"name\":\"github\",\"status\":\"auth_required\",\"auth_tool\":\"core_auth_login\"}";
    private static final String CONNECTED = "{\"name\":\"github\",\"status\":\"connected\"}";

    @Test
    void logins_are_shown() throws Exception {
        muster.standing(WAITING);

        assertThat(session("auth")).isTrue();

        assertThat(out.toString()).isEqualTo("""
                MCP Servers
                  (1 pending authentication)
                  github               Not authenticated  Run: muster auth login --server github
                """);
    }

    @Test
    void a_person_logs_in_to_whatever_waits() throws Exception {
        muster.standing(WAITING, CONNECTED).answering("core_auth_login", "Go here:\nhttps://muster.example/start");

        assertThat(session("auth login")).isTrue();

        assertThat(called("core_auth_login").text("server")).contains("github");
        assertThat(err.toString()).contains("Please open this URL in your browser:\nhttps://muster.example/start");
        assertThat(out.toString()).isEqualTo("✓ github authenticated successfully.\n");
    }

    @Test
    void a_login_to_one_server_begins_and_ends() throws Exception {
        muster.standing(CONNECTED).answering("core_auth_logout", "Successfully logged out from 'github'.");

        assertThat(session("auth login github", "auth logout github", "auth login"))
                .isTrue();

        assertThat(out.toString()).isEqualTo("""
                Server 'github' needs no login now (connected).
                Successfully logged out from 'github'.
                No MCP servers require authentication.
                """);
    }

    @Test
    void a_login_that_makes_no_sense_says_why() throws Exception {
        muster.standing(WAITING).answering("core_auth_login", "no metadata", true);

        assertThat(session("auth login githup", "auth login github", "auth logout", "auth lgin"))
                .isFalse();

        assertThat(err.toString())
                .contains(
                        "server 'githup' not found (did you mean \"github\"?)",
                        "Error: no metadata",
                        "auth [status|login [server]|logout <server>]",
                        "unknown subcommand \"lgin\" (did you mean \"login\"?)");
    }

    private void contexts(String endpoint) throws IOException {
        Files.createDirectories(home.resolve(".config/muster"));
        Files.writeString(
                home.resolve(".config/muster/contexts.yaml"),
                "contexts:\n  - name: other\n    endpoint: " + endpoint + "\n");
    }

    /** The arguments of the next call of that tool; other calls are dropped. */
    private JsonObject called(String tool) throws InterruptedException {
        Call call;
        do {
            call = muster.nextCall();
        } while (!call.tool().equals(tool));
        return call.arguments();
    }

    private record Options(boolean quiet, boolean jsonRpc) {}

    private boolean session(String... lines) throws InterruptedException {
        return session(new Options(false, false), lines);
    }

    private boolean session(Options options, String... lines) throws InterruptedException {
        return session(options, stream(String.join("\n", lines) + "\n"));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private boolean session(Options options, InputStream input) throws InterruptedException {
        var screen = new PlainScreen(input, new PrintWriter(out), new PrintWriter(err));
        var connections = new Connections("1.2.3", http, scheduler, SystemScheduler.clock(), new SplittableRandom(7));
        var start = new Place(destination(Endpoint.of(muster.url(), Optional.empty())), Optional.empty());
        try (var repl = new Repl(
                new Repl.Options(
                        start, OutputFormat.TABLE, Optional.empty(), options.quiet(), false, options.jsonRpc()),
                screen,
                connections,
                new Places(Map.of("HOME", home.toString()), ReplTest::destination, door))) {
            return repl.run();
        }
    }

    static Destination destination(Endpoint endpoint) {
        return new Destination(URI.create(endpoint.toString()), Transport.STREAMABLE_HTTP, ServerConnector.ANONYMOUS);
    }
}
