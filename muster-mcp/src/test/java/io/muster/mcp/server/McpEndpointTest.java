package io.muster.mcp.server;

import static io.muster.mcp.server.McpClients.JSON;
import static io.muster.mcp.server.McpClients.notification;
import static io.muster.mcp.server.McpClients.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.McpRejection;
import io.muster.mcp.Message;
import io.muster.mcp.Revision;
import io.muster.mcp.server.legacy.Exchange;
import io.muster.mcp.server.legacy.SessionLimits;
import io.muster.testkit.Eventually;
import io.muster.wire.http.Headers;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class McpEndpointTest {
    private final McpClients clients = new McpClients();

    @ParameterizedTest
    @CsvSource({
        "2025-11-25, 2025-11-25",
        "2025-06-18, 2025-06-18",
        "2025-03-26, 2025-03-26",
        "2024-11-05, 2024-11-05",
        "'', 2025-03-26",
        "2026-07-28, 2025-11-25",
        "1999-01-01, 2025-11-25"
    })
    void initialize_settles_the_revision(String asked, String settled) {
        var answer = clients.initialize(asked, JSON, "{}");

        var result = answer.json().object("result").orElseThrow();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(result.text("protocolVersion")).contains(settled);
        assertThat(result.object("serverInfo").orElseThrow().text("name")).contains("fake");
        assertThat(result.has("resultType")).isFalse();
        assertThat(answer.header("Mcp-Session-Id").orElseThrow())
                .matches("mcp-session-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"clientInfo", "capabilities"})
    void a_client_that_says_too_much_of_itself_gets_no_session(String part) {
        var params =
                JsonObject.of("protocolVersion", "2025-11-25").with(part, JsonObject.of("name", "x".repeat(8 << 10)));

        var answer = clients.post(JSON, request(1, "initialize", params.toString()));

        var error = answer.json().object("error").orElseThrow();
        assertThat(error.integer("code")).hasValue(-32602);
        assertThat(error.text("message", "")).startsWith("params." + part + ": has 8203 bytes, at most 8192");
        assertThat(answer.header("Mcp-Session-Id")).isEmpty();
    }

    @Test
    void sessions_of_clients_that_say_the_same_keep_it_once() {
        clients.call(clients.connect("2025-11-25"), "tools/list", "{}");
        clients.call(clients.connect("2025-11-25"), "tools/list", "{}");

        var said = clients.core.calls().stream()
                .filter(call -> call.method().equals("tools/list"))
                .map(call -> call.envelope().clientInfo())
                .toList();
        assertThat(said).hasSize(2);
        assertThat(said.getFirst()).isSameAs(said.getLast());
    }

    @Test
    void a_resource_with_too_long_a_uri_cannot_be_watched() {
        var session = clients.connect("2025-11-25");

        var error = clients.call(session, "resources/subscribe", "{\"uri\":\"a:" + "x".repeat(8_191) + "\"}")
                .json()
                .object("error")
                .orElseThrow();

        assertThat(error.integer("code")).hasValue(-32602);
        assertThat(error.text("message")).contains("params.uri: has 8193 characters, at most 8192 are allowed");
    }

    @Test
    void only_the_handshake_carries_the_session_id() {
        var session = clients.connect("2025-11-25");

        var answer = clients.call(session, "ping", "{}");

        assertThat(answer.json().object("result")).contains(JsonObject.EMPTY);
        assertThat(answer.header("Mcp-Session-Id")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/x-www-form-urlencoded |{}                    | 415 | Invalid content type: must be 'application/json'
            text/plain; a=application/json    |{}                    | 415 | Invalid content type: must be 'application/json'
            ''                                |{}                    | 415 | Invalid content type: must be 'application/json'
            application/json                  |{"jsonrpc"            | 400 | -32700
            application/json                  |                      | 400 | -32700
            Application/JSON; charset=utf-8   |{"jsonrpc":"2.0","id":1,"method":"ping"} | 404 | Invalid session ID
            """)
    void bodies_that_are_no_json_are_refused(String contentType, String body, int status, String text) {
        var answer = clients.post(Headers.of("Content-Type", contentType), body == null ? "" : body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).contains(text);
    }

    @Test
    void too_deep_json_is_refused_with_the_reason() {
        var answer = clients.post(JSON, "[".repeat(300) + "]".repeat(300));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().object("error").orElseThrow().text("message"))
                .contains("request body is not valid json: nested too deeply");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'jsonrpc':'1.0','id':4,'method':'ping'}               | 4    | -32600 | Invalid JSON-RPC version
            {'jsonrpc':'2.0','id':4,'method':'ping','params':[1]}  | 4    | -32600 | params must be an object
            {'jsonrpc':'2.0','id':{},'method':'ping'}              | null | -32600 | id must be a string or a number
            {'jsonrpc':'2.0','id':4}                               | 4    | -32600 | neither a request
            7                                                      | null | -32600 | a message must be an object
            """)
    void messages_against_the_rules_are_refused(String body, String id, int code, String message) {
        var session = clients.connect("2025-11-25");

        var answer = clients.post(session, body);

        var error = answer.json().object("error").orElseThrow();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("id").orElseThrow().toString()).isEqualTo(id);
        assertThat(error.integer("code")).hasValue(code);
        assertThat(error.text("message", "")).startsWith(message);
    }

    @Test
    void what_an_answer_would_repeat_is_bounded() {
        var session = clients.connect("2025-11-25");

        var longId = clients.post(session, "{'jsonrpc':'2.0','id':'" + "i".repeat(1_025) + "','method':'ping'}");
        var longMethod = clients.post(session, "{'jsonrpc':'2.0','id':4,'method':'" + "m".repeat(257) + "'}");

        assertThat(List.of(longId, longMethod)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).hasSizeLessThan(200).contains("-32600");
        });
        assertThat(longId.text()).contains("id must be a string or a number, of at most 1024 characters");
        assertThat(longMethod.text()).contains("\"id\":4", "method must have at most 256 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "logging/setLevel, -32601, logging not supported",
        "completion/complete, -32601, completions not supported",
        "tasks/list, -32601, tasks not supported",
        "tools/nonsense, -32601, Method tools/nonsense not found",
        "server/discover, -32601, Method server/discover not found",
        "resources/subscribe, -32602, uri is required"
    })
    void methods_that_are_not_offered_have_their_texts(String method, int code, String text) {
        var session = clients.connect("2025-11-25");

        var error = clients.call(session, method, "{}").json().object("error").orElseThrow();

        assertThat(error.integer("code")).hasValue(code);
        assertThat(error.text("message")).contains(text);
        assertThat(clients.core.calls()).isEmpty();
    }

    @Test
    void offered_capabilities_reach_the_core() {
        clients.core
                .offering("{'logging':{},'completions':{},'tasks':{}}")
                .answering("logging/setLevel", "{'resultType':'complete'}")
                .answering("completion/complete", "{'completion':{'values':[]}}")
                .answering("tools/list", "{'tools':[]}");
        var session = clients.connect("2025-11-25");

        var level = clients.call(session, "logging/setLevel", "{'level':'warning'}");
        var wrong = clients.call(session, "logging/setLevel", "{'level':'loud'}");
        clients.call(session, "completion/complete", "{}");
        clients.call(session, "tools/list", "{}");

        assertThat(level.json().object("result")).contains(JsonObject.EMPTY);
        assertThat(wrong.json().object("error").orElseThrow().integer("code")).hasValue(-32602);
        assertThat(clients.core.calls()).hasSize(3);
        assertThat(clients.core.lastCall().envelope().logLevel()).contains("warning");
    }

    @Test
    void the_envelope_carries_handshake_progress_token_and_trace() {
        clients.core.answering("tools/call", "{'content':[]}");
        var session = clients.connectWith("{'sampling':{}}")
                .with("traceparent", "00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01");
        var inner = "00-" + "c".repeat(32) + "-" + "d".repeat(16) + "-01";

        clients.call(session, "tools/call", "{'name':'x'}");
        var outer = clients.core.lastCall().envelope();
        clients.call(
                session,
                "tools/call",
                "{'name':'x','_meta':{'progressToken':1.0,'own':1,'traceparent':'" + inner + "'}}");

        var call = clients.core.lastCall();
        assertThat(outer.trace().traceparent()).contains("aaaa");
        assertThat(call.envelope().trace().traceparent()).isEqualTo(inner);
        assertThat(call.envelope().progressToken().orElseThrow()).hasToString("1.0");
        assertThat(call.envelope().revision()).isEqualTo(Revision.V2025_11_25);
        assertThat(call.envelope().canDo("sampling")).isTrue();
        assertThat(call.params().object("_meta").orElseThrow().names())
                .containsExactly("progressToken", "own", "traceparent");
    }

    @Test
    void a_trace_context_cannot_smuggle_header_lines() {
        clients.core.answering("tools/call", "{'content':[]}");
        var session = clients.connect("2025-11-25");

        clients.call(session, "tools/call", "{'_meta':{'traceparent':'00-x\\r\\nEvil: 1','tracestate':'a=\\n'}}");

        assertThat(clients.core.lastCall().envelope().trace().traceparent()).isEmpty();
    }

    @Test
    void outcomes_of_the_core_become_answers() {
        clients.core
                .on("tools/call", (_, _) -> {
                    throw new McpRejection(McpError.invalidParams("tool 'x' not found: tool not found"));
                })
                .on("prompts/get", (_, _) -> {
                    throw new IllegalStateException("secret detail");
                })
                .on("resources/read", (_, _) -> new McpOutcome.Failed(McpError.of(-32002, "no such resource")));
        var session = clients.connect("2025-11-25");

        var rejected = clients.call(session, "tools/call", "{}");
        var faulty = clients.call(session, "prompts/get", "{}");
        var failed = clients.call(session, "resources/read", "{}");

        assertThat(rejected.status()).isEqualTo(200);
        assertThat(rejected.text()).contains("-32602", "tool 'x' not found: tool not found");
        assertThat(faulty.text()).contains("-32603", "internal error").doesNotContain("secret");
        assertThat(failed.text()).contains("-32002", "no such resource");
    }

    @Test
    void notifications_and_answers_are_accepted_without_content() {
        var session = clients.connect("2025-11-25");

        var initialized = clients.post(session, notification("notifications/initialized", "{}"));
        var roots = clients.post(session, notification("notifications/roots/list_changed", "{}"));
        var answer = clients.post(session, "{'jsonrpc':'2.0','id':'unknown','result':{}}");

        assertThat(initialized.status()).isEqualTo(202);
        assertThat(roots.status()).isEqualTo(202);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text()).isEmpty();
        assertThat(clients.core.notifications())
                .extracting(Message.Notification::method)
                .containsExactly("notifications/roots/list_changed");
    }

    @Test
    void sessions_that_are_not_the_callers_are_unknown() {
        var alice = clients.connectAs("alice");
        var never = JSON.with("Mcp-Session-Id", "mcp-session-123e4567-e89b-42d3-a456-426614174000");

        assertThat(clients.call(alice.with("X-User", "bob"), "ping", "{}").status())
                .isEqualTo(404);
        assertThat(Exchange.of(clients.endpoint, "GET", "/mcp", alice.with("X-User", "bob"), "")
                        .status())
                .isEqualTo(404);
        assertThat(Exchange.of(clients.endpoint, "DELETE", "/mcp", alice.with("X-User", "bob"), "")
                        .status())
                .isEqualTo(404);
        assertThat(clients.call(never, "ping", "{}").text()).isEqualTo("Invalid session ID");
        assertThat(clients.call(JSON, "ping", "{}").status()).isEqualTo(404);
        assertThat(clients.call(alice, "ping", "{}").status()).isEqualTo(200);
    }

    @Test
    void strangers_get_the_authenticators_answer() {
        var answer = clients.initialize("2025-11-25", JSON.with("X-User", "stranger"), "{}");

        assertThat(answer.status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"2025-03-26, 200", "2025-11-25, 200", "2026-07-28, 400", "latest, 400"})
    void the_version_header_must_name_a_revision_that_could_have_been_settled(String version, int status) {
        var session = clients.connect("2025-06-18").with("MCP-Protocol-Version", version);

        assertThat(clients.call(session, "ping", "{}").status()).isEqualTo(status);
    }

    @Test
    void delete_ends_the_session_and_everything_in_it() {
        var session = clients.connect("2025-11-25");
        var stream = clients.stream(session);

        var deleted = Exchange.of(clients.endpoint, "DELETE", "/mcp", session, "");

        assertThat(deleted.status()).isEqualTo(200);
        stream.awaitEnd();
        assertThat(clients.core.attached().getFirst().closed).isTrue();
        assertThat(clients.call(session, "ping", "{}").status()).isEqualTo(404);
    }

    @Test
    void other_methods_are_not_allowed() {
        assertThat(Exchange.of(clients.endpoint, "HEAD", "/mcp", Headers.EMPTY, "")
                        .status())
                .isEqualTo(200);
        var put = Exchange.of(clients.endpoint, "PUT", "/mcp", Headers.EMPTY, "");
        assertThat(put.status()).isEqualTo(405);
        assertThat(put.header("Allow")).contains("GET, HEAD, POST, DELETE");
    }

    @Test
    void idle_sessions_expire_and_busy_ones_do_not() {
        var idle = clients.connect("2025-11-25");
        var listening = clients.connect("2025-11-25");
        var stream = clients.stream(listening);

        clients.time.advance(Duration.ofHours(5));

        assertThat(clients.endpoint.openSessions()).isEqualTo(1);
        assertThat(clients.core.attached().getFirst().closed).isTrue();
        assertThat(clients.call(idle, "ping", "{}").status()).isEqualTo(404);
        assertThat(clients.call(listening, "ping", "{}").status()).isEqualTo(200);
        clients.endpoint.close();
        stream.awaitEnd();
    }

    @Test
    void a_session_is_not_idle_the_moment_its_long_stream_ends() {
        var session = clients.connect("2025-11-25");
        var stream = clients.stream(session);
        clients.time.advance(Duration.ofHours(5));

        stream.disconnect();
        clients.time.advance(Duration.ofSeconds(31));
        stream.awaitEnd();

        assertThat(clients.call(session, "ping", "{}").status()).isEqualTo(200);
    }

    @Test
    void a_thousand_clients_that_vanish_leave_nothing_behind() {
        for (var i = 0; i < 1_000; i++) {
            clients.connect("2025-11-25");
        }

        clients.time.advance(Duration.ofHours(5));

        assertThat(clients.endpoint.openSessions()).isZero();
        assertThat(clients.core.attached()).hasSize(1_000).allMatch(attached -> attached.closed);
    }

    @Test
    void the_longest_idle_session_makes_room() {
        var few = new McpClients(SessionLimits.defaults().withMaxSessions(2));
        var first = few.connect("2025-11-25");
        few.time.advance(Duration.ofSeconds(1));
        var second = few.connect("2025-11-25");
        few.time.advance(Duration.ofSeconds(1));
        few.call(first, "ping", "{}");
        few.connect("2025-11-25");

        assertThat(few.call(first, "ping", "{}").status()).isEqualTo(200);
        assertThat(few.call(second, "ping", "{}").status()).isEqualTo(404);
    }

    @Test
    void resource_subscriptions_change_the_interest_of_the_session() {
        var session = clients.connect("2025-11-25");

        var added = clients.call(session, "resources/subscribe", "{'uri':'file:///a'}");
        clients.call(session, "resources/subscribe", "{'uri':'file:///b'}");
        clients.call(session, "resources/unsubscribe", "{'uri':'file:///a'}");

        assertThat(added.json().object("result")).contains(JsonObject.EMPTY);
        assertThat(clients.core.attached().getFirst().interest.resources()).containsExactly("file:///b");
        assertThat(clients.core.attached().getFirst().interest.listChanges()).isTrue();
    }

    @Test
    void batches_belong_to_2025_03_26_only() {
        clients.core.answering("tools/list", "{'tools':[]}");
        var batch = "[" + request(1, "ping", "{}") + "," + notification("notifications/x", "{}") + ","
                + request(2, "tools/list", "{}") + ",7," + request(3, "initialize", "{}") + "]";

        var answers = clients.post(clients.connect("2025-03-26"), batch);
        var refused = clients.post(clients.connect("2025-06-18"), batch);
        var quiet = clients.post(clients.connect("2025-03-26"), "[" + notification("notifications/x", "{}") + "]");
        var empty = clients.post(clients.connect("2025-03-26"), "[]");

        assertThat(answers.text())
                .isEqualTo(("[{'jsonrpc':'2.0','id':1,'result':{}},{'jsonrpc':'2.0','id':2,'result':{'tools':[]}},"
                                + "{'jsonrpc':'2.0','id':null,'error':{'code':-32600,'message':'a message must be an object'}},"
                                + "{'jsonrpc':'2.0','id':3,'error':{'code':-32600,'message':'initialize cannot be part of a batch'}}]")
                        .replace('\'', '"'));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("-32600", "2025-06-18 has no batches");
        assertThat(quiet.status()).isEqualTo(202);
        assertThat(empty.status()).isEqualTo(400);
    }

    @Test
    void too_many_calls_in_flight_are_refused() throws InterruptedException {
        var one = new McpClients(SessionLimits.defaults().withMaxCalls(1));
        var running = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        one.core.on("tools/call", (_, _) -> {
            running.countDown();
            release.await();
            return new McpOutcome.Complete(JsonObject.EMPTY);
        });
        var session = one.connect("2025-11-25");
        var first = one.startPost(session, request(1, "tools/call", "{}"));
        Eventually.open("the call runs", running);

        var second = one.call(session, "tools/call", "{}");

        release.countDown();
        assertThat(second.text()).contains("too many calls");
        assertThat(first.awaitEnd().json().has("result")).isTrue();
        assertThat(one.call(session, "ping", "{}").json().has("result")).isTrue();
    }

    @Test
    void calls_in_flight_end_before_the_endpoint_does_and_no_more_are_taken() throws Exception {
        var running = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        clients.core.on("tools/call", (_, _) -> {
            running.countDown();
            release.await();
            return new McpOutcome.Complete(JsonObject.EMPTY);
        });
        var session = clients.connect("2025-11-25");
        var first = clients.startPost(session, request(1, "tools/call", "{}"));
        Eventually.open("the call runs", running);

        var finished = clients.endpoint.finish();
        var second = clients.call(session, "tools/call", "{}");

        assertThat(finished).isNotDone();
        assertThat(second.text()).contains("the server is shutting down");
        release.countDown();
        Eventually.result("the endpoint finishes", finished);
        clients.endpoint.close();
        assertThat(first.awaitEnd().json().has("result")).isTrue();
    }

    @Test
    void results_pass_unchanged() {
        var result = "{'content':[{'type':'audio','data':'AA==','mimeType':'audio/wav','later':1.0}],"
                + "'structuredContent':{'n':12345678901234567890},'_meta':{'x':[1e2]},'unknown':null}";
        clients.core.answering("tools/call", result);

        var answer = clients.call(clients.connect("2025-11-25"), "tools/call", "{}");

        assertThat(answer.text()).isEqualTo(("{'jsonrpc':'2.0','id':1,'result':" + result + "}").replace('\'', '"'));
        assertThat(Json.parse(answer.text())).isInstanceOf(JsonObject.class);
    }
}
