package io.muster.mcp.client;

import static io.muster.mcp.client.RecordingListener.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.mcp.ClientChannel;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.RequestId;
import io.muster.mcp.Revision;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.testkit.Eventually;
import io.muster.testkit.ManualTime;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConnectionTest {
    private final ManualTime time = new ManualTime();
    private final RecordingListener listener = new RecordingListener();
    private final FakeWire wire = new FakeWire();

    private Connection open() throws InterruptedException {
        var connection = open(wire);
        wire.nextSent();
        wire.nextSent();
        return connection;
    }

    private Connection open(FakeWire line) throws InterruptedException {
        return Connection.open(
                line,
                new Handshake(Introduction.ofMediator("muster", "1.2.3")),
                listener,
                ClientLimits.DEFAULT,
                time,
                time,
                Deadline.NONE);
    }

    private static long id(JsonObject request) {
        return request.integer("id").orElseThrow();
    }

    private void answer(JsonObject request, String result) {
        wire.says("{\"jsonrpc\":\"2.0\",\"id\":" + id(request) + ",\"result\":" + result + "}");
    }

    @Test
    void the_handshake_offers_the_newest_legacy_revision_and_everything_a_client_may_be_able_to_do() throws Exception {
        var connection = open(wire);

        assertThat(wire.nextSent().without("id")).isEqualTo(Json.parseObject("""
                {"jsonrpc":"2.0","method":"initialize","params":{"protocolVersion":"2025-11-25",
                 "capabilities":{"roots":{"listChanged":true},"sampling":{},"elicitation":{"form":{},"url":{}}},
                 "clientInfo":{"name":"muster","version":"1.2.3"}}}"""));
        assertThat(wire.nextSent().text("method")).contains("notifications/initialized");
        assertThat(connection.hello().revision()).isEqualTo(Revision.V2025_06_18);
        assertThat(connection.hello().offers("tools")).isTrue();
        assertThat(connection.hello().instructions()).contains("be nice");
        assertThat(wire.listening).isTrue();
    }

    @Test
    void a_server_that_refuses_our_revision_is_asked_again_with_the_newest_it_lists() throws Exception {
        var picky = new FakeWire("""
                {"error":{"code":-32602,"message":"Unsupported protocol version",
                 "data":{"supported":["2024-11-05","2025-03-26","1999-01-01"]}}}""");

        assertThatThrownBy(() -> open(picky))
                .hasMessage("failed to initialize MCP protocol: Unsupported protocol version");

        picky.nextSent();
        assertThat(picky.nextSent().object("params").orElseThrow().text("protocolVersion"))
                .contains("2025-03-26");
    }

    @Test
    void a_failed_handshake_closes_the_line_and_tells_the_listener_nothing() {
        var future = new FakeWire("{\"result\":{\"protocolVersion\":\"2099-01-01\",\"capabilities\":{}}}");

        assertThatThrownBy(() -> open(future))
                .isInstanceOfSatisfying(
                        McpTransportException.class,
                        e -> assertThat(e.fault()).isInstanceOf(Fault.ProtocolViolation.class))
                .hasMessageContaining("2099-01-01");

        assertThat(future.closed).isTrue();
        assertThat(listener.disconnections).isEmpty();
    }

    @Test
    void answers_find_their_calls_in_any_order_and_pass_unchanged() throws Exception {
        var client = open();
        var first = InFlight.call(client, InFlight.tool("a", "{}"), ReplyChannel.NONE, Deadline.NONE);
        var one = wire.nextSent();
        var second = InFlight.call(client, InFlight.tool("b", "{}"), ReplyChannel.NONE, Deadline.NONE);
        var two = wire.nextSent();

        answer(two, "{\"n\":1.0,\"x\":{\"unknown\":[1e2]}}");
        answer(one, "{\"first\":true}");

        assertThat(second.result().toString()).isEqualTo("{\"n\":1.0,\"x\":{\"unknown\":[1e2]}}");
        assertThat(first.result().isTrue("first")).isTrue();
        assertThat(wire.released).hasSize(3);
    }

    @Test
    void an_error_of_the_server_is_an_outcome() throws Exception {
        var client = open();
        var call = InFlight.call(client, InFlight.tool("a", "{}"), ReplyChannel.NONE, Deadline.NONE);
        var request = wire.nextSent();

        wire.says("{\"jsonrpc\":\"2.0\",\"id\":" + id(request) + ",\"error\":{\"code\":-32002,\"message\":\"no\"}}");

        assertThat(call.outcome())
                .isInstanceOfSatisfying(
                        McpOutcome.Failed.class,
                        failed -> assertThat(failed.error().code()).isEqualTo(-32002));
    }

    @Test
    void progress_reaches_its_caller_under_the_callers_own_token() throws Exception {
        var client = open();
        var alice = RecordingReply.of("alice");
        var bob = RecordingReply.of("bob");
        var base = InFlight.tool("a", "{}");
        var call = new McpCall(
                base.envelope().withProgressToken(Optional.of(new JsonString("same"))),
                base.method(),
                base.params()
                        .with("_meta", JsonObject.of("progressToken", "same").with("x", 1)));
        var ofAlice = InFlight.call(client, call, alice, Deadline.NONE);
        var first = wire.nextSent();
        InFlight.call(client, call, bob, Deadline.NONE);
        var second = wire.nextSent();
        var firstMeta = first.object("params").orElseThrow().object("_meta").orElseThrow();
        var secondMeta = second.object("params").orElseThrow().object("_meta").orElseThrow();

        wire.says("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":"
                + firstMeta.get("progressToken").orElseThrow() + ",\"progress\":0.5}}");
        answer(first, "{}");

        assertThat(ofAlice.result().isEmpty()).isTrue();
        assertThat(next(alice.notifications).params().toString())
                .isEqualTo("{\"progressToken\":\"same\",\"progress\":0.5}");
        assertThat(bob.notifications).isEmpty();
        assertThat(firstMeta.get("progressToken")).isNotEqualTo(secondMeta.get("progressToken"));
        assertThat(firstMeta.integer("x")).hasValue(1);
    }

    @Test
    void the_trace_context_goes_along_only_when_there_is_one() throws Exception {
        var client = open();
        var plain = InFlight.tool("a", "{\"k\":1}");
        var envelope = plain.envelope();
        var traced = new McpCall(
                new Envelope(
                        envelope.revision(),
                        envelope.clientInfo(),
                        envelope.clientCapabilities(),
                        envelope.logLevel(),
                        envelope.progressToken(),
                        new Envelope.TraceContext("00-aa-bb-01", "k=v")),
                plain.method(),
                plain.params());

        InFlight.call(client, plain, ReplyChannel.NONE, Deadline.NONE);
        var without = wire.nextSent();
        InFlight.call(client, traced, ReplyChannel.NONE, Deadline.NONE);
        var with = wire.nextSent();

        assertThat(without.object("params")).contains(plain.params());
        assertThat(with.object("params").orElseThrow().object("_meta"))
                .contains(JsonObject.of("traceparent", "00-aa-bb-01").with("tracestate", "k=v"));
    }

    @Test
    void a_question_goes_to_the_only_client_that_can_have_caused_it() throws Exception {
        var client = open();
        var alice = RecordingReply.of("alice");
        InFlight.call(client, InFlight.tool("a", "{}", "sampling"), alice, Deadline.NONE);
        wire.nextSent();

        wire.says("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"sampling/createMessage\",\"params\":{\"m\":1}}");

        assertThat(wire.nextSent())
                .isEqualTo(Json.parseObject("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"result\":{\"from\":\"alice\"}}"));
    }

    @Test
    void a_question_that_several_clients_can_have_caused_reaches_none_of_them() throws Exception {
        var client = open();
        var alice = RecordingReply.of("alice");
        var bob = RecordingReply.of("bob");
        InFlight.call(client, InFlight.tool("a", "{}", "sampling"), alice, Deadline.NONE);
        wire.nextSent();
        // Bob cannot be asked, but his call may be the cause: the content would be his.
        InFlight.call(client, InFlight.tool("b", "{}"), bob, Deadline.NONE);
        wire.nextSent();

        wire.says("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"sampling/createMessage\"}");

        assertThat(wire.nextSent().object("error").orElseThrow().text("message"))
                .contains("nobody to ask");
        assertThat(next(listener.questions).method()).isEqualTo("sampling/createMessage");
        assertThat(alice.questions).isEmpty();
        assertThat(bob.questions).isEmpty();
    }

    @Test
    void a_question_on_the_stream_of_a_call_goes_to_its_caller_whoever_else_is_there() throws Exception {
        var client = open();
        InFlight.call(client, InFlight.tool("a", "{}", "sampling"), RecordingReply.of("alice"), Deadline.NONE);
        wire.nextSent();
        InFlight.call(client, InFlight.tool("b", "{}", "sampling"), RecordingReply.of("bob"), Deadline.NONE);
        wire.nextSent();
        var ofBob = wire.lastCall();

        wire.saysOnStream("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"elicitation/create\"}", ofBob);

        assertThat(wire.nextSent().object("result").orElseThrow().text("from")).contains("bob");
    }

    @Test
    void a_ping_of_the_server_is_answered() throws Exception {
        open();

        wire.says("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");

        assertThat(wire.nextSent().object("result")).contains(JsonObject.EMPTY);
    }

    @Test
    void a_question_that_the_server_cancels_is_withdrawn_and_not_answered() throws Exception {
        var client = open();
        var alice = RecordingReply.thatNeverAnswers("alice");
        InFlight.call(client, InFlight.tool("a", "{}", "sampling"), alice, Deadline.NONE);
        wire.nextSent();
        wire.says("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"sampling/createMessage\"}");
        next(alice.questions);

        wire.says("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"q\"}}");
        Eventually.open("the question is withdrawn", alice.interrupted);
        wire.says("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}");

        assertThat(wire.nextSent().integer("id")).hasValue(2);
    }

    @Test
    void a_question_of_a_call_that_is_over_ends_with_an_error() throws Exception {
        var client = open();
        var alice = RecordingReply.thatNeverAnswers("alice");
        var call = InFlight.call(client, InFlight.tool("a", "{}", "sampling"), alice, Deadline.NONE);
        var request = wire.nextSent();
        wire.says("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"sampling/createMessage\"}");
        next(alice.questions);

        answer(request, "{}");

        call.result();
        assertThat(wire.nextSent().object("error")).isPresent();
    }

    @Test
    void log_messages_reach_the_only_client_and_changes_of_lists_the_listener() throws Exception {
        var client = open();
        var alice = RecordingReply.of("alice");
        InFlight.call(client, InFlight.tool("a", "{}"), alice, Deadline.NONE);
        wire.nextSent();

        wire.says("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":\"hi\"}}");
        wire.saysOnStream("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}", wire.lastCall());

        assertThat(next(alice.notifications).method()).isEqualTo("notifications/message");
        assertThat(next(listener.notifications).method()).isEqualTo("notifications/tools/list_changed");
    }

    @Test
    void a_listener_that_blocks_holds_up_no_answers() throws Exception {
        var release = new CountDownLatch(1);
        var slow = new ServerListener() {
            @Override
            public void notified(Message.Notification notification) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public McpOutcome asked(Message.Request request) {
                throw new IllegalStateException();
            }

            @Override
            public void disconnected(McpTransportException cause) {}
        };
        var client = Connection.open(
                wire,
                new Handshake(Introduction.ofMediator("m", "1")),
                slow,
                ClientLimits.DEFAULT,
                time,
                time,
                Deadline.NONE);
        wire.nextSent();
        wire.nextSent();
        var call = InFlight.call(client, InFlight.tool("a", "{}"), ReplyChannel.NONE, Deadline.NONE);
        var request = wire.nextSent();

        wire.says("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
        answer(request, "{}");

        assertThat(call.result().isEmpty()).isTrue();
        release.countDown();
    }

    @Test
    void an_interrupted_call_is_cancelled_at_the_server() throws Exception {
        var client = open();
        var call = InFlight.call(client, InFlight.tool("a", "{}"), ReplyChannel.NONE, Deadline.NONE);
        var request = wire.nextSent();

        call.interrupt();

        assertThat(call.thrown()).isInstanceOf(InterruptedException.class);
        var cancelled = wire.nextSent();
        assertThat(cancelled.text("method")).contains("notifications/cancelled");
        assertThat(cancelled.object("params").orElseThrow().integer("requestId"))
                .hasValue(id(request));
    }

    @Test
    void a_call_ends_at_its_deadline_and_is_cancelled_at_the_server() throws Exception {
        var client = open();
        var deadline = Deadline.after(Duration.ofSeconds(5), time);
        var call = InFlight.call(client, InFlight.tool("a", "{}"), ReplyChannel.NONE, deadline);
        wire.nextSent();

        time.advance(Duration.ofSeconds(4));
        assertThat(call.isDone()).isFalse();
        time.advance(Duration.ofSeconds(1));

        assertThat(call.failure().fault()).isInstanceOf(Fault.TimedOut.class);
        assertThat(call.failure().mayHaveRun()).isTrue();
        assertThat(wire.nextSent().text("method")).contains("notifications/cancelled");
        assertThat(time.waiting()).isZero();
    }

    @Test
    void a_server_is_not_late_while_the_client_considers_its_question() throws Exception {
        var client = open();
        var alice = RecordingReply.thatNeverAnswers("alice");
        var deadline = Deadline.after(Duration.ofSeconds(5), time);
        var call = InFlight.call(client, InFlight.tool("a", "{}", "elicitation"), alice, deadline);
        wire.nextSent();
        wire.says("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"elicitation/create\"}");
        next(alice.questions);

        time.advance(Duration.ofSeconds(60));
        assertThat(call.isDone()).isFalse();
        wire.says("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"q\"}}");
        time.advance(Duration.ofSeconds(5));

        assertThat(call.failure().fault()).isInstanceOf(Fault.TimedOut.class);
    }

    @Test
    void an_answer_that_breaks_the_rules_fails_its_own_call_only() throws Exception {
        var client = open();
        var bad = InFlight.call(client, InFlight.tool("a", "{}"), ReplyChannel.NONE, Deadline.NONE);
        var badId = id(wire.nextSent());
        var broken = InFlight.call(client, InFlight.tool("b", "{}"), ReplyChannel.NONE, Deadline.NONE);
        var brokenId = id(wire.nextSent());
        var odd = InFlight.call(client, InFlight.tool("c", "{}"), ReplyChannel.NONE, Deadline.NONE);
        var oddId = id(wire.nextSent());
        var good = InFlight.call(client, InFlight.tool("d", "{}"), ReplyChannel.NONE, Deadline.NONE);
        var goodRequest = wire.nextSent();

        wire.says("this is not JSON");
        wire.says("{\"jsonrpc\":\"2.0\",\"id\":999,\"result\":{}}");
        wire.says("{\"jsonrpc\":\"1.0\",\"id\":" + badId + ",\"result\":{}}");
        wire.says("{\"jsonrpc\":\"2.0\",\"result\":{\"a\":tru},\"id\":" + brokenId + "}");
        wire.says("{\"jsonrpc\":\"2.0\",\"id\":" + oddId + ",\"result\":\"text\"}");
        answer(goodRequest, "{}");

        assertThat(bad.failure()).hasMessageContaining("Invalid JSON-RPC version");
        assertThat(broken.failure()).hasMessageContaining("malformed JSON");
        assertThat(odd.failure()).hasMessageContaining("no result object");
        assertThat(odd.failure().fault()).isInstanceOf(Fault.ProtocolViolation.class);
        assertThat(good.result().isEmpty()).isTrue();
    }

    @Test
    void messages_in_a_batch_are_taken_one_by_one() throws Exception {
        var client = open();
        var one = InFlight.call(client, InFlight.tool("a", "{}"), ReplyChannel.NONE, Deadline.NONE);
        var oneId = id(wire.nextSent());
        var two = InFlight.call(client, InFlight.tool("b", "{}"), ReplyChannel.NONE, Deadline.NONE);
        var twoId = id(wire.nextSent());

        wire.says("[{\"jsonrpc\":\"2.0\",\"id\":" + oneId + ",\"result\":{}},7,{\"jsonrpc\":\"2.0\",\"id\":" + twoId
                + ",\"result\":{}}]");

        assertThat(one.result()).isEqualTo(two.result());
    }

    @Test
    void the_end_of_the_line_fails_all_calls_and_is_told_once() throws Exception {
        var client = open();
        var call = InFlight.call(client, InFlight.tool("a", "{}"), ReplyChannel.NONE, Deadline.NONE);
        wire.nextSent();
        var cause = new McpTransportException(new Fault.Exited(9), true, "the process exited with code 9");

        wire.inbox().ended(cause);
        wire.inbox().ended(cause);

        assertThat(call.failure().fault()).isEqualTo(new Fault.Exited(9));
        assertThat(call.failure().mayHaveRun()).isTrue();
        assertThat(next(listener.disconnections)).isSameAs(cause);
        assertThatThrownBy(() -> client.call(InFlight.tool("b", "{}"), ReplyChannel.NONE, Deadline.NONE))
                .isInstanceOfSatisfying(McpTransportException.class, e -> {
                    assertThat(e.fault()).isEqualTo(new Fault.Exited(9));
                    assertThat(e.mayHaveRun()).isFalse();
                });
        assertThat(listener.disconnections).isEmpty();
    }

    @Test
    void closing_fails_calls_in_flight_and_later_ones_and_is_no_disconnection() throws Exception {
        var client = open();
        var call = InFlight.call(client, InFlight.tool("a", "{}"), ReplyChannel.NONE, Deadline.NONE);
        wire.nextSent();

        client.close();
        client.close();
        wire.inbox().ended(Faults.broken("late"));

        assertThat(call.failure().fault()).isInstanceOf(Fault.Closed.class);
        assertThatThrownBy(() -> client.call(InFlight.tool("b", "{}"), ReplyChannel.NONE, Deadline.NONE))
                .hasMessage("client not connected");
        assertThatThrownBy(() -> client.send(Message.Notification.of("x", JsonObject.EMPTY)))
                .hasMessage("client not connected");
        assertThat(wire.closed).isTrue();
        assertThat(listener.disconnections).isEmpty();
    }

    @Test
    void calls_that_race_with_closing_all_end() throws Exception {
        for (int round = 0; round < 50; round++) {
            var line = new FakeWire();
            var client = open(line);
            var calls = IntStream.range(0, 8)
                    .mapToObj(i -> InFlight.call(client, InFlight.tool("a", "{}"), ReplyChannel.NONE, Deadline.NONE))
                    .toList();

            client.close();

            for (var call : calls) {
                assertThat(call.failure().fault()).isInstanceOf(Fault.Closed.class);
            }
        }
    }

    @Test
    void a_flood_of_notifications_costs_no_memory_and_not_the_answer() throws Exception {
        var slow = new SlowReader();
        var pending = new PendingCall(1, InFlight.tool("a", "{}"), slow, Deadline.NONE);

        pending.hear(Message.Notification.of("notifications/message", JsonObject.EMPTY));
        assertThat(slow.reads.await(20, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 10_000; i++) {
            pending.hear(Message.Notification.of("notifications/message", JsonObject.EMPTY));
        }
        pending.answer(new McpOutcome.Complete(JsonObject.EMPTY));
        slow.goOn.countDown();

        assertThat(pending.await()).isInstanceOf(McpOutcome.Complete.class);
        assertThat(slow.read).hasValue(1 + 1_000);
        assertThat(pending.request().id()).isEqualTo(RequestId.of(1));
    }

    @Test
    void notifications_that_are_too_large_to_wait_together_are_dropped_but_for_the_first() throws Exception {
        var slow = new SlowReader();
        var pending = new PendingCall(1, InFlight.tool("a", "{}"), slow, Deadline.NONE);
        var huge = Message.Notification.of("notifications/message", JsonObject.of("data", "x".repeat(9 << 20)));

        pending.hear(huge);
        assertThat(slow.reads.await(20, TimeUnit.SECONDS)).isTrue();
        pending.hear(huge);
        pending.hear(huge);
        pending.answer(new McpOutcome.Complete(JsonObject.EMPTY));
        slow.goOn.countDown();
        pending.await();

        assertThat(slow.read).hasValue(1);
    }

    @Test
    void questions_that_are_too_large_to_wait_together_are_ignored() throws Exception {
        var client = open();
        var alice = RecordingReply.thatNeverAnswers("alice");
        InFlight.call(client, InFlight.tool("a", "{}", "sampling"), alice, Deadline.NONE);
        wire.nextSent();
        var params = ",\"method\":\"sampling/createMessage\",\"params\":{\"x\":\"" + "x".repeat(9 << 20) + "\"}}";

        wire.says("{\"jsonrpc\":\"2.0\",\"id\":1" + params);
        next(alice.questions);
        wire.says("{\"jsonrpc\":\"2.0\",\"id\":2" + params);
        wire.says("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}");
        Eventually.open("the question is withdrawn", alice.interrupted);
        Eventually.until("there is room again", () -> {
            wire.says("{\"jsonrpc\":\"2.0\",\"id\":3" + params);
            return !alice.questions.isEmpty();
        });

        assertThat(alice.questions).hasSize(1);
    }

    /** Takes its first notification only when the test allows it. */
    private static final class SlowReader implements ReplyChannel {
        final CountDownLatch reads = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        final AtomicInteger read = new AtomicInteger();

        @Override
        public void send(Message.Notification notification) {
            reads.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            read.incrementAndGet();
        }

        @Override
        public McpOutcome ask(String method, JsonObject params) throws InterruptedException {
            return ReplyChannel.NONE.ask(method, params);
        }

        @Override
        public ClientChannel client() {
            return ClientChannel.NONE;
        }
    }
}
