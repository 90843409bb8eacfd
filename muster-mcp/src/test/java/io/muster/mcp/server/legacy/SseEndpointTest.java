package io.muster.mcp.server.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.testkit.Eventually;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.Authenticator;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SseEndpointTest {
    private final ManualTime time = new ManualTime();
    private final FakeCore core = new FakeCore().answering("tools/list", "{'tools':[]}");
    private final SessionMemory memory = new SessionMemory(1 << 20);
    private final SseEndpoint<String> endpoint = new SseEndpoint<>(
            core,
            request -> new Authenticator.Admitted<>(request.header("X-User").orElse("alice")),
            SessionLimits.defaults().withMemory(memory),
            time,
            new SplittableRandom(7));

    @Test
    void the_first_event_tells_where_to_post_whatever_the_origin() throws InterruptedException {
        var stream = open("/servers/github/sse");

        var first = stream.event();

        assertThat(first.type()).contains("endpoint");
        assertThat(first.text()).matches("/servers/github/message\\?sessionId=[0-9a-f-]{36}");
    }

    @Test
    void answers_arrive_on_the_stream() throws InterruptedException {
        var stream = open("/sse");
        var target = stream.event().text();

        var accepted = post(
                target, "{'jsonrpc':'2.0','id':1,'method':'initialize','params':{'protocolVersion':'2024-11-05'}}");
        var hello = stream.message();
        post(target, "{'jsonrpc':'2.0','id':2,'method':'tools/list'}");

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(hello.object("result").orElseThrow().text("protocolVersion")).contains("2024-11-05");
        assertThat(stream.message().toString()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"tools\":[]}}");
    }

    @Test
    void mistakes_are_answered_at_once() throws InterruptedException {
        var target = open("/sse").event().text();

        assertRefused(post("/message", "{}"), -32602, "Missing sessionId");
        assertRefused(
                post("/message?sessionId=123e4567-e89b-42d3-a456-426614174000", "{}"), -32602, "Invalid session ID");
        assertRefused(post(target, "{nonsense"), -32700, "Parse error");
        assertRefused(Exchange.of(endpoint, "GET", target, Headers.EMPTY, ""), -32600, "Method not allowed");
        var posted = Exchange.of(endpoint, "POST", "/sse", Headers.EMPTY, "{}");
        assertThat(posted.status()).isEqualTo(405);
        assertThat(posted.text()).isEqualTo("Method not allowed");
    }

    @Test
    void the_session_of_another_principal_is_invalid() throws InterruptedException {
        var target = open("/sse").event().text();

        var answer = Exchange.of(
                endpoint,
                "POST",
                target,
                Headers.of("X-User", "bob"),
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");

        assertRefused(answer, -32602, "Invalid session ID");
    }

    @Test
    void the_stream_pings_and_drops_the_answer() throws InterruptedException {
        var stream = open("/sse");
        var target = stream.event().text();

        time.advance(Duration.ofSeconds(30));
        var ping = stream.message();
        var answer = post(target, "{'jsonrpc':'2.0','id':'" + ping.text("id").orElseThrow() + "','result':{}}");

        assertThat(ping.text("method")).contains("ping");
        assertThat(answer.status()).isEqualTo(202);
    }

    @Test
    void the_session_ends_with_its_stream() throws InterruptedException {
        var stream = open("/sse");
        var target = stream.event().text();
        post(target, "{'jsonrpc':'2.0','id':1,'method':'initialize'}");
        stream.event();

        stream.disconnect();
        core.attached()
                .getFirst()
                .channel
                .offer(Message.Notification.of("notifications/tools/list_changed", JsonObject.EMPTY));
        stream.awaitEnd();

        assertThat(core.attached().getFirst().closed).isTrue();
        assertRefused(post(target, "{}"), -32602, "Invalid session ID");
        assertThat(time.waiting()).isZero();
    }

    @Test
    void a_second_handshake_takes_the_place_of_the_first() throws InterruptedException {
        var stream = open("/sse");
        var target = stream.event().text();
        post(target, "{'jsonrpc':'2.0','id':1,'method':'initialize','params':{'clientInfo':{'name':'editor'}}}");
        var once = memory.held();

        post(target, "{'jsonrpc':'2.0','id':2,'method':'initialize','params':{'clientInfo':{'name':'editor'}}}");
        var twice = memory.held();
        endpoint.close();
        stream.awaitEnd();

        assertThat(once).isPositive();
        assertThat(twice).isEqualTo(once);
        assertThat(memory.held()).isZero();
    }

    @Test
    void what_a_call_was_sent_counts_until_it_is_over() throws InterruptedException {
        var release = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        core.on("tools/call", (_, _) -> {
            release.await();
            return new McpOutcome.Complete(JsonObject.EMPTY);
        });
        var stream = open("/sse");
        var target = stream.event().text();

        endpoint.handle(kept(target, "{'jsonrpc':'2.0','id':1,'method':'tools/call'}", over));

        assertThat(over.getCount()).isOne();
        release.countDown();
        Eventually.open("the message is let go of", over);
    }

    @Test
    void what_needs_no_answer_counts_no_longer_than_its_request() throws InterruptedException {
        var target = open("/sse").event().text();
        var over = new CountDownLatch(3);

        endpoint.handle(kept(target, "{'jsonrpc':'2.0','method':'notifications/initialized'}", over));
        endpoint.handle(kept(target, "{'jsonrpc':'2.0','id':1,'method':'ping'}", over));
        endpoint.handle(kept(target, "{'jsonrpc':'1.0'}", over));

        assertThat(over.getCount()).isZero();
    }

    /** A request whose content counts until the latch is told. */
    private static HttpRequest kept(String target, String body, CountDownLatch over) {
        var plain = HttpRequest.of(
                "POST", target, Headers.EMPTY, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        var content = new HttpRequest.RequestBody() {
            @Override
            public byte[] bytes() {
                return plain.body().bytes();
            }

            @Override
            public Runnable keep() {
                return over::countDown;
            }
        };
        return new HttpRequest(
                plain.method(), plain.path(), plain.query(), plain.headers(), plain.local(), plain.remote(), content);
    }

    private Exchange open(String path) {
        return Exchange.start(endpoint, "GET", path, Headers.EMPTY, "").awaitStream();
    }

    private Exchange post(String target, String body) {
        return Exchange.of(endpoint, "POST", target, Headers.EMPTY, body.replace('\'', '"'));
    }

    private static void assertRefused(Exchange answer, int code, String message) {
        var error = answer.json().object("error").orElseThrow();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(error.integer("code")).hasValue(code);
        assertThat(error.text("message")).contains(message);
    }
}
