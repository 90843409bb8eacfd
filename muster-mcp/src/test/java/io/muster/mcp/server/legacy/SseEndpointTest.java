package io.muster.mcp.server.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.mcp.Message;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.Authenticator;
import io.muster.wire.http.Headers;
import io.muster.wire.json.JsonObject;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SseEndpointTest {
    private final ManualTime time = new ManualTime();
    private final FakeCore core = new FakeCore().answering("tools/list", "{'tools':[]}");
    private final SseEndpoint<String> endpoint = new SseEndpoint<>(
            core,
            request -> new Authenticator.Admitted<>(request.header("X-User").orElse("alice")),
            SessionLimits.defaults(),
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
