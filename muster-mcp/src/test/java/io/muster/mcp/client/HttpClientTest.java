package io.muster.mcp.client;

import static io.muster.mcp.client.FakeWeb.events;
import static io.muster.mcp.client.FakeWeb.json;
import static io.muster.mcp.client.FakeWeb.message;
import static io.muster.mcp.client.FakeWeb.method;
import static io.muster.mcp.client.FakeWeb.result;
import static io.muster.mcp.client.FakeWeb.status;
import static io.muster.mcp.client.RecordingListener.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.muster.mcp.McpOutcome;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Revision;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.testkit.Eventually;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.Headers;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.outbound.OutboundRequest;
import io.muster.wire.outbound.OutboundResponse;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpClientTest {
    private static final URI URL = URI.create("https://mcp.example/v1/mcp");
    private static final Duration LONG = Duration.ofSeconds(20);

    private final ManualTime time = new ManualTime();
    private final RecordingListener listener = new RecordingListener();
    private final FakeWeb web = new FakeWeb();
    private volatile Headers headers = Headers.of("X-Key", "k1");
    private volatile FakeWeb.Site calls = request -> result(request, "{\"ok\":true}");
    private volatile FakeWeb.Site stream = request -> status(405);

    private McpClient connect() throws InterruptedException {
        return connector().connect(new ServerAddress.StreamableHttp(URL, () -> headers), listener, Deadline.NONE);
    }

    private TransportConnector connector() {
        return new TransportConnector(web, time, time, new Random(), "1.2.3", ClientLimits.DEFAULT);
    }

    private McpClient open() throws InterruptedException {
        web.route(this::site);
        var client = connect();
        web.next("GET");
        return client;
    }

    private FakeWeb.Site site(OutboundRequest request) {
        return switch (request.method()) {
            case "GET" -> stream;
            case "DELETE" -> any -> status(200);
            default ->
                switch (method(request)) {
                    case "initialize" -> HttpClientTest::welcome;
                    case "tools/call" -> calls;
                    default -> any -> status(202);
                };
        };
    }

    private static OutboundResponse welcome(OutboundRequest request) {
        return result(request, "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{}}")
                .with("Mcp-Session-Id", "s-1");
    }

    private static InFlight call(McpClient client, ReplyChannel reply) {
        return InFlight.call(client, InFlight.tool("a", "{}"), reply, Deadline.NONE);
    }

    private static InFlight call(McpClient client) {
        return call(client, ReplyChannel.NONE);
    }

    private static String event(String message) {
        return "event: message\ndata: " + message + "\n\n";
    }

    private static String resultEvent(OutboundRequest request) {
        return event("{\"jsonrpc\":\"2.0\",\"id\":" + message(request).get("id").orElseThrow()
                + ",\"result\":{\"streamed\":true}}");
    }

    @Test
    void requests_carry_session_revision_and_fresh_headers_that_cannot_replace_those_of_the_transport()
            throws Exception {
        web.route(this::site);
        headers = Headers.of(List.of(
                new Headers.Field("Authorization", "Bearer one"),
                new Headers.Field("mcp-session-id", "forged"),
                new Headers.Field("Content-Length", "1"),
                new Headers.Field("Accept", "text/html")));
        var client = connect();
        var initialize = web.next();
        headers = Headers.of("Authorization", "Bearer two");
        web.next("GET");

        assertThat(call(client).result().isTrue("ok")).isTrue();

        var sent = web.nextCall("tools/call");
        assertThat(initialize.headers().all("Accept")).containsExactly("application/json, text/event-stream");
        assertThat(initialize.headers().first("Content-Type")).contains("application/json");
        assertThat(initialize.headers().first("Content-Length")).isEmpty();
        assertThat(initialize.headers().first("Mcp-Session-Id")).isEmpty();
        assertThat(initialize.headers().first("MCP-Protocol-Version")).isEmpty();
        assertThat(initialize.headers().first("Authorization")).contains("Bearer one");
        assertThat(message(initialize)
                        .object("params")
                        .orElseThrow()
                        .object("clientInfo")
                        .orElseThrow()
                        .text("name"))
                .contains("muster-aggregator");
        assertThat(sent.headers().all("Mcp-Session-Id")).containsExactly("s-1");
        assertThat(sent.headers().first("MCP-Protocol-Version")).contains("2025-06-18");
        assertThat(sent.headers().first("Authorization")).contains("Bearer two");
    }

    @Test
    void a_connection_for_calls_opens_no_stream_and_does_all_its_work_on_the_thread_of_the_caller() throws Exception {
        var workers = ConcurrentHashMap.<Thread>newKeySet();
        web.route(request -> any -> {
            workers.add(Thread.currentThread());
            return site(request).answer(request);
        });

        try (var client =
                connector().connectForCalls(new ServerAddress.StreamableHttp(URL, () -> headers), Deadline.NONE)) {
            var outcome = client.call(InFlight.tool("a", "{}"), ReplyChannel.NONE, Deadline.NONE);

            assertThat(outcome).isInstanceOf(McpOutcome.Complete.class);
        }

        assertThat(web.requests).extracting(OutboundRequest::method).containsExactly("POST", "POST", "POST", "DELETE");
        assertThat(workers).containsExactly(Thread.currentThread());
    }

    @Test
    void a_call_on_such_a_connection_that_takes_too_long_ends_without_leaving_its_thread_interrupted()
            throws Exception {
        web.route(this::site);
        calls = request -> {
            time.advance(LONG);
            new CountDownLatch(1).await();
            return status(500);
        };
        try (var client =
                connector().connectForCalls(new ServerAddress.StreamableHttp(URL, () -> headers), Deadline.NONE)) {
            var failure = catchThrowableOfType(
                    McpTransportException.class,
                    () -> client.call(InFlight.tool("a", "{}"), ReplyChannel.NONE, Deadline.after(LONG, time)));

            assertThat(failure.fault()).isInstanceOf(Fault.TimedOut.class);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void an_event_stream_may_carry_notifications_and_questions_before_the_answer() throws Exception {
        var client = open();
        var body = new FakeWeb.Line();
        calls = request -> {
            body.write(
                    "id: 1\nretry: 5\ndata: \n\n" + event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}")
                            + event("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"elicitation/create\"}")
                            + resultEvent(request));
            return events(body);
        };
        var alice = RecordingReply.of("alice");

        var call = call(client, alice);

        assertThat(call.result().isTrue("streamed")).isTrue();
        assertThat(next(alice.notifications).method()).isEqualTo("notifications/message");
        web.nextCall("tools/call");
        var answers = web.next("POST");
        assertThat(message(answers).text("id")).contains("q");
        assertThat(body.closed).isFalse();
        time.advance(Duration.ofSeconds(1));
        assertThat(body.closed).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "401, Unauthorized, false",
        "403, Forbidden, false",
        "404, SessionLost, false",
        "302, HttpStatus, false",
        "503, HttpStatus, true"
    })
    void a_status_says_what_happened_and_whether_the_call_may_have_run(int status, String fault, boolean mayHaveRun)
            throws Exception {
        var client = open();
        calls = request -> status(status).with("WWW-Authenticate", "Bearer realm=\"x\"");

        var failure = call(client).failure();

        assertThat(failure.fault().getClass().getSimpleName()).isEqualTo(fault);
        assertThat(failure.mayHaveRun()).isEqualTo(mayHaveRun);
        if (failure.fault() instanceof Fault.Unauthorized(var challenges)) {
            assertThat(challenges).containsExactly("Bearer realm=\"x\"");
        }
    }

    @Test
    void every_call_of_a_lost_session_says_that_it_is_lost() throws Exception {
        var client = open();
        calls = request -> status(404);

        assertThat(call(client).failure().fault()).isInstanceOf(Fault.SessionLost.class);
        assertThat(call(client).failure().fault()).isInstanceOf(Fault.SessionLost.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400})
    void a_json_rpc_error_for_the_call_is_its_outcome_whatever_the_status(int status) throws Exception {
        var client = open();
        calls = request -> json(
                status,
                "{\"jsonrpc\":\"2.0\",\"id\":" + message(request).get("id").orElseThrow()
                        + ",\"error\":{\"code\":-32602,\"message\":\"bad\"}}");

        assertThat(call(client).outcome()).isInstanceOf(McpOutcome.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":4711,\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":",
                "[]",
                "{\"jsonrpc\":\"1.0\",\"id\":2,\"result\":{}}"
            })
    void an_answer_that_is_none_fails_the_call(String body) throws Exception {
        var client = open();
        calls = request -> json(200, body);

        assertThat(call(client).failure().fault()).isInstanceOf(Fault.ProtocolViolation.class);
    }

    @Test
    void other_content_and_too_much_of_it_fail_the_call() throws Exception {
        var client = open();
        calls = request -> json(200, "<html>").with("Content-Type", "text/html");
        assertThat(call(client).failure().fault()).isInstanceOf(Fault.ProtocolViolation.class);

        calls = request -> json(200, " ".repeat(ClientLimits.DEFAULT.maxMessageBytes() + 1));
        assertThat(call(client).failure()).hasMessageContaining("exceeds");

        calls = request -> status(202);
        assertThat(call(client).failure().fault()).isInstanceOf(Fault.ProtocolViolation.class);
    }

    @Test
    void a_stream_that_ends_without_an_answer_breaks_the_call() throws Exception {
        var client = open();
        calls = request -> events(event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}"));

        var failure = call(client).failure();

        assertThat(failure.fault()).isEqualTo(new Fault.Network(OutboundException.Kind.BROKEN));
        assertThat(failure.mayHaveRun()).isTrue();
    }

    @Test
    void a_numbered_stream_is_taken_up_where_it_stopped_after_the_pause_the_server_wants() throws Exception {
        var client = open();
        var original = new OutboundRequest[1];
        calls = request -> {
            original[0] = request;
            return events("id: e-7\nretry: 500\ndata: \n\n");
        };
        stream = request -> events(resultEvent(original[0]));

        var call = call(client);
        waitForTimer();
        time.advance(Duration.ofMillis(499));
        assertThat(call.isDone()).isFalse();
        time.advance(Duration.ofMillis(1));

        assertThat(call.result().isTrue("streamed")).isTrue();
        var resumed = web.next("GET");
        assertThat(resumed.headers().first("Last-Event-ID")).contains("e-7");
        assertThat(resumed.headers().first("Mcp-Session-Id")).contains("s-1");
    }

    @Test
    void a_failure_of_the_network_keeps_its_kind() throws Exception {
        var client = open();
        calls = request -> {
            throw new OutboundException(OutboundException.Kind.CONNECT, "refused");
        };

        var failure = call(client).failure();

        assertThat(failure.fault()).isEqualTo(new Fault.Network(OutboundException.Kind.CONNECT));
        assertThat(failure.mayHaveRun()).isFalse();
    }

    @Test
    void a_rejected_initialize_hints_at_a_legacy_server() {
        web.serve(request -> status(405));

        assertThatThrownBy(this::connect)
                .isInstanceOfSatisfying(
                        McpTransportException.class, e -> assertThat(e.fault()).isEqualTo(new Fault.HttpStatus(405)))
                .hasMessageContaining("legacy SSE server");
        assertThat(web.requests).hasSize(1);
    }

    @Test
    void closing_ends_calls_that_wait_and_the_session() throws Exception {
        var client = open();
        var arrived = new CountDownLatch(1);
        var aborted = new CountDownLatch(1);
        calls = request -> {
            arrived.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                aborted.countDown();
            }
            return status(500);
        };
        var call = call(client);
        Eventually.open("the call arrived", arrived);

        client.close();
        client.close();

        assertThat(call.failure().fault()).isInstanceOf(Fault.Closed.class);
        Eventually.open("the call was aborted", aborted);
        var delete = web.next("DELETE");
        assertThat(delete.headers().first("Mcp-Session-Id")).contains("s-1");
        assertThat(delete.headers().first("X-Key")).contains("k1");
        assertThat(web.requests).isEmpty();
        assertThat(listener.disconnections).isEmpty();
    }

    @Test
    void closing_waits_for_the_server_no_longer_than_its_budget() throws Exception {
        var client = open();
        var never = new CountDownLatch(1);
        web.serve(request -> {
            never.await();
            return status(200);
        });
        var closing = Thread.startVirtualThread(client::close);
        web.next("DELETE");
        waitForTimer();

        time.advance(Duration.ofSeconds(5));

        Eventually.ended("closing", closing);
    }

    @Test
    void the_notification_stream_is_read_and_opened_again_with_growing_pauses() throws Exception {
        var first = new FakeWeb.Line();
        stream = request -> events(first);
        open();
        first.write("id: 9\n" + event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}"));
        assertThat(next(listener.notifications).method()).isEqualTo("notifications/tools/list_changed");

        stream = request -> status(503);
        first.cut();
        passes(Duration.ofSeconds(1));
        assertThat(web.next("GET").headers().first("Last-Event-ID")).contains("9");
        passes(Duration.ofSeconds(2));
        web.next("GET");
        passes(Duration.ofSeconds(4));
        web.next("GET");
        waitForTimer();
        time.advance(Duration.ofSeconds(7));
        assertThat(web.requests).isEmpty();
        time.advance(Duration.ofSeconds(1));
        web.next("GET");
        assertThat(listener.disconnections).isEmpty();
    }

    @Test
    void what_a_server_says_elsewhere_during_a_call_does_not_wait_for_its_answer() throws Exception {
        var listening = new FakeWeb.Line();
        var answered = new CountDownLatch(1);
        stream = request -> events(listening);
        calls = request -> {
            answered.await();
            return result(request, "{}");
        };
        var client = open();
        var alice = RecordingReply.of("alice");
        var call = call(client, alice);
        web.next("POST");

        listening.write(event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":1}}"));

        assertThat(next(alice.notifications).method()).isEqualTo("notifications/message");
        assertThat(call.isDone()).isFalse();
        answered.countDown();
        assertThat(call.result().isEmpty()).isTrue();
    }

    @Test
    void a_call_that_waits_for_its_answer_ends_at_its_deadline() throws Exception {
        calls = request -> {
            new CountDownLatch(1).await();
            return status(500);
        };
        var client = open();
        var deadline = Deadline.after(Duration.ofSeconds(5), time);
        var call = InFlight.call(client, InFlight.tool("a", "{}"), ReplyChannel.NONE, deadline);
        var request = web.next("POST");

        time.advance(Duration.ofSeconds(5));

        assertThat(call.failure().fault()).isInstanceOf(Fault.TimedOut.class);
        var cancelled = message(web.next("POST"));
        assertThat(cancelled.text("method")).contains("notifications/cancelled");
        assertThat(cancelled.object("params").orElseThrow().get("requestId"))
                .isEqualTo(message(request).get("id"));
    }

    private void passes(Duration pause) {
        waitForTimer();
        time.advance(pause);
    }

    private void waitForTimer() {
        Eventually.until("a timer is set", () -> time.waiting() > 0);
    }

    private CompletableFuture<McpClient> connecting() {
        web.route(this::site);
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return connect();
                    } catch (InterruptedException e) {
                        throw new CompletionException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    @Test
    void a_connection_is_open_once_the_server_has_answered_the_request_for_its_notifications() throws Exception {
        var ready = new CountDownLatch(1);
        stream = request -> {
            ready.await();
            return status(405);
        };
        var connecting = connecting();
        web.next("GET");
        waitForTimer();
        assertThat(connecting).isNotDone();

        ready.countDown();

        assertThat(connecting.get(LONG.toSeconds(), TimeUnit.SECONDS).hello().revision())
                .isEqualTo(Revision.V2025_06_18);
        assertThat(time.waiting()).isZero();
    }

    @Test
    void a_server_that_opens_its_stream_with_the_first_notification_only_is_waited_for_a_second() throws Exception {
        stream = request -> {
            new CountDownLatch(1).await();
            return status(405);
        };
        var connecting = connecting();
        web.next("GET");

        passes(Duration.ofSeconds(1));

        assertThat(connecting).succeedsWithin(LONG);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 401, 404, 405})
    void a_server_without_a_notification_stream_is_asked_once(int status) throws Exception {
        stream = request -> json(status, "<html>").with("Content-Type", "text/html");
        var client = open();

        assertThat(call(client).result().isTrue("ok")).isTrue();
        web.nextCall("tools/call");

        time.advance(Duration.ofHours(1));
        assertThat(web.requests).isEmpty();
        assertThat(listener.disconnections).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"401, Unauthorized", "404, SessionLost"})
    void a_stream_that_worked_and_is_refused_later_ends_the_connection(int status, String fault) throws Exception {
        var first = new FakeWeb.Line();
        stream = request -> events(first);
        open();
        stream = request -> status(status);

        first.end();
        passes(Duration.ofSeconds(1));

        assertThat(next(listener.disconnections).fault().getClass().getSimpleName())
                .isEqualTo(fault);
    }

    @Test
    void a_lost_session_ends_the_connection_even_if_a_call_has_heard_of_it_before_the_stream() throws Exception {
        var first = new FakeWeb.Line();
        stream = request -> events(first);
        var client = open();
        calls = request -> status(404);
        stream = request -> status(404);
        assertThat(call(client).failure().fault()).isInstanceOf(Fault.SessionLost.class);

        first.end();
        passes(Duration.ofSeconds(1));

        assertThat(next(listener.disconnections).fault()).isInstanceOf(Fault.SessionLost.class);
    }
}
