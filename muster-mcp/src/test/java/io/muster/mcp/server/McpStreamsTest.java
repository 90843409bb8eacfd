package io.muster.mcp.server;

import static io.muster.mcp.server.McpClients.notification;
import static io.muster.mcp.server.McpClients.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.server.legacy.FakeCore;
import io.muster.testkit.Eventually;
import io.muster.wire.http.Headers;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything that goes another way than one document per request. */
@Timeout(30)
class McpStreamsTest {
    private static final Message.Notification TOOLS_CHANGED =
            Message.Notification.of("notifications/tools/list_changed", JsonObject.EMPTY);
    private static final McpOutcome DONE = new McpOutcome.Complete(JsonObject.EMPTY);

    private final McpClients clients = new McpClients();

    @Test
    void progress_before_the_result_makes_the_answer_a_stream() {
        clients.core.on("tools/call", (_, reply) -> {
            reply.send(progress(1));
            reply.send(progress(2));
            return DONE;
        });

        var answer = clients.call(clients.connect("2025-11-25"), "tools/call", "{}");

        assertThat(answer.header("Content-Type")).contains("text/event-stream");
        assertThat(answer.events()).hasSize(3);
        assertThat(answer.events().get(0)).contains("notifications/progress", "\"progress\":1");
        assertThat(answer.events().get(2)).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
    }

    @Test
    void clients_that_read_documents_only_get_documents() {
        clients.core.on("tools/call", (_, reply) -> {
            reply.send(progress(1));
            return DONE;
        });

        var answer = clients.call(clients.connect("2025-11-25").with("Accept", "application/json"), "tools/call", "{}");

        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.json().has("result")).isTrue();
    }

    @Test
    void notifications_that_wait_precede_the_next_answer() {
        var session = clients.connect("2025-11-25");
        channel().channel.offer(TOOLS_CHANGED);
        channel().channel.offer(TOOLS_CHANGED);

        var answer = clients.call(session, "ping", "{}");
        var next = clients.call(session, "ping", "{}");

        assertThat(answer.events()).hasSize(2);
        assertThat(answer.events().getFirst()).contains("tools/list_changed");
        assertThat(next.isStream()).isFalse();
    }

    @Test
    void a_full_queue_refuses_and_keeps_what_it_has() {
        clients.connect("2025-11-25");

        for (var i = 0; i < 100; i++) {
            assertThat(channel().channel.offer(progress(i))).isTrue();
        }

        assertThat(channel().channel.offer(progress(100))).isFalse();
    }

    @Test
    void the_newest_stream_gets_the_notifications_and_hands_back() throws InterruptedException {
        var session = clients.connect("2025-11-25");
        var older = clients.stream(session);
        var newer = clients.stream(session);

        channel().channel.offer(progress(1));
        assertThat(newer.message().text("method")).contains("notifications/progress");
        newer.disconnect();
        channel().channel.offer(progress(2));

        assertThat(older.message().object("params").orElseThrow().integer("progress"))
                .hasValue(2);
        assertThat(newer.awaitEnd().events()).hasSize(1);
        assertThat(clients.call(session, "ping", "{}").isStream()).isFalse();
    }

    @Test
    void a_stream_without_a_session_opens_so_that_a_probe_sees_a_server() throws InterruptedException {
        var probe = clients.stream(Headers.EMPTY);
        var session = clients.connect("2025-11-25");
        var stream = clients.stream(session);

        channel().channel.offer(progress(1));

        assertThat(stream.message().text("method")).contains("notifications/progress");
        assertThat(probe.isStream()).isTrue();
        assertThat(probe.events()).isEmpty();
    }

    @Test
    void a_silent_stream_shows_signs_of_life_and_notices_a_vanished_client() {
        var session = clients.connect("2025-11-25");
        var stream = clients.stream(session);

        stream.disconnect();
        clients.time.advance(Duration.ofSeconds(31));

        stream.awaitEnd();
        clients.time.advance(Duration.ofHours(6));
        assertThat(clients.endpoint.openSessions()).isZero();
    }

    @Test
    void a_cancelled_call_is_interrupted_and_not_answered() throws InterruptedException {
        var running = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        clients.core.on("tools/call", (_, _) -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
            return DONE;
        });
        var session = clients.connect("2025-11-25");
        var other = clients.connect("2025-11-25");
        var call = clients.startPost(session, request(5, "tools/call", "{}"));
        Eventually.open("the call runs", running);

        clients.post(other, notification("notifications/cancelled", "{'requestId':5}"));
        clients.post(session, notification("notifications/cancelled", "{'requestId':'5'}"));
        assertThat(interrupted.getCount()).isEqualTo(1);
        clients.post(session, notification("notifications/cancelled", "{'requestId':5}"));

        Eventually.open("the call is interrupted", interrupted);
        assertThat(call.awaitEnd().events()).isEmpty();
        assertThat(call.isStream()).isTrue();
    }

    @Test
    void a_question_in_mid_call_is_answered_by_the_same_session_only() throws InterruptedException {
        var answers = new LinkedBlockingQueue<McpOutcome>();
        clients.core.on("tools/call", (_, reply) -> {
            answers.add(reply.ask("sampling/createMessage", Json.parseObject("{\"maxTokens\":5}")));
            return DONE;
        });
        var session = clients.connectWith("{'sampling':{}}");
        var other = clients.connectWith("{'sampling':{}}");
        var call = clients.startPost(session, request(1, "tools/call", "{}"));
        var question = call.message();
        var id = question.text("id").orElseThrow();

        var foreign = clients.post(other, "{'jsonrpc':'2.0','id':'" + id + "','result':{'evil':true}}");
        assertThat(foreign.status()).isEqualTo(202);
        assertThat(answers).isEmpty();
        clients.post(session, "{'jsonrpc':'2.0','id':'" + id + "','result':{'model':'m'}}");

        call.awaitEnd();
        assertThat(question.text("method")).contains("sampling/createMessage");
        assertThat(Eventually.next("an answer", answers))
                .isEqualTo(new McpOutcome.Complete(JsonObject.of("model", "m")));
        assertThat(call.events()).hasSize(2);
    }

    @Test
    void an_error_is_an_answer_to_a_question_too() throws InterruptedException {
        var answers = new LinkedBlockingQueue<McpOutcome>();
        clients.core.on("tools/call", (_, reply) -> {
            answers.add(reply.ask("elicitation/create", JsonObject.EMPTY));
            return DONE;
        });
        var session = clients.connectWith("{'elicitation':{}}");
        var call = clients.startPost(session, request(1, "tools/call", "{}"));
        var id = call.message().text("id").orElseThrow();

        clients.post(session, "{'jsonrpc':'2.0','id':'" + id + "','error':{'code':-1,'message':'rejected'}}");

        call.awaitEnd();
        assertThat(Eventually.next("an answer", answers))
                .isInstanceOfSatisfying(
                        McpOutcome.Failed.class,
                        failed -> assertThat(failed.error().message()).isEqualTo("rejected"));
    }

    @Test
    void a_client_is_not_asked_what_it_did_not_declare() {
        var answers = new LinkedBlockingQueue<McpOutcome>();
        clients.core.on("tools/call", (_, reply) -> {
            answers.add(reply.ask("roots/list", JsonObject.EMPTY));
            return DONE;
        });

        var answer = clients.call(clients.connectWith("{'sampling':{}}"), "tools/call", "{}");

        assertThat(answer.isStream()).isFalse();
        assertThat(answers.poll()).isInstanceOf(McpOutcome.Failed.class);
    }

    @Test
    void a_question_to_a_client_that_vanished_fails() throws InterruptedException {
        var answers = new LinkedBlockingQueue<McpOutcome>();
        clients.core.on("tools/call", (_, reply) -> {
            answers.add(reply.ask("roots/list", JsonObject.EMPTY));
            return DONE;
        });
        var call = clients.startPost(clients.connectWith("{'roots':{}}"), request(1, "tools/call", "{}"));
        call.event();

        call.disconnect();
        clients.time.advance(Duration.ofSeconds(31));

        call.awaitEnd();
        assertThat(Eventually.next("an answer", answers)).isInstanceOf(McpOutcome.Failed.class);
    }

    @Test
    void a_cancelled_call_withdraws_its_question() throws InterruptedException {
        clients.core.on("tools/call", (_, reply) -> reply.ask("roots/list", JsonObject.EMPTY));
        var session = clients.connectWith("{'roots':{}}");
        var call = clients.startPost(session, request(9, "tools/call", "{}"));
        var question = call.message();

        clients.post(session, notification("notifications/cancelled", "{'requestId':9}"));

        var withdrawal = call.message();
        assertThat(withdrawal.text("method")).contains("notifications/cancelled");
        assertThat(withdrawal.object("params").orElseThrow().text("requestId")).isEqualTo(question.text("id"));
        assertThat(call.awaitEnd().events()).hasSize(2);
    }

    @Test
    void a_long_stream_of_a_call_shows_signs_of_life() throws InterruptedException {
        var release = new CountDownLatch(1);
        clients.core.on("tools/call", (_, reply) -> {
            reply.send(progress(1));
            release.await();
            return DONE;
        });
        var call = clients.startPost(clients.connect("2025-11-25"), request(1, "tools/call", "{}"));
        call.event();

        clients.time.advance(Duration.ofSeconds(31));

        release.countDown();
        assertThat(call.awaitEnd().comments()).hasSize(1);
    }

    private FakeCore.Attached channel() {
        return clients.core.attached().getFirst();
    }

    private static Message.Notification progress(int value) {
        return Message.Notification.of(
                "notifications/progress",
                JsonObject.builder()
                        .put("progressToken", 1)
                        .put("progress", value)
                        .build());
    }
}
