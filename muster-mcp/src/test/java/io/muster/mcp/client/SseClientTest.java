package io.muster.mcp.client;

import static io.muster.mcp.client.FakeWeb.events;
import static io.muster.mcp.client.FakeWeb.message;
import static io.muster.mcp.client.FakeWeb.method;
import static io.muster.mcp.client.FakeWeb.status;
import static io.muster.mcp.client.RecordingListener.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.mcp.ReplyChannel;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.testkit.ManualTime;
import io.muster.wire.http.Headers;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseClientTest {
    private static final URI URL = URI.create("https://mcp.example/sse");

    private final ManualTime time = new ManualTime();
    private final RecordingListener listener = new RecordingListener();
    private final FakeWeb web = new FakeWeb();
    private final FakeWeb.Line line = new FakeWeb.Line();

    private McpClient connect() throws InterruptedException {
        var address = new ServerAddress.Sse(URL, () -> Headers.of("X-Key", "k1"));
        return new TransportConnector(web, time, time, new Random(), "1.2.3", ClientLimits.DEFAULT)
                .connect(address, listener, Deadline.after(Duration.ofSeconds(10), time));
    }

    private McpClient open(String endpoint) throws InterruptedException {
        line.write("event: endpoint\ndata: " + endpoint + "\n\n");
        web.serve(request -> {
            if (request.method().equals("GET")) {
                return events(line);
            }
            switch (method(request)) {
                case "initialize" ->
                    says(
                            message(request).get("id").orElseThrow().toString(),
                            "{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{}}");
                case "tools/call" -> {
                    if (!message(request).toString().contains("hang")) {
                        says(message(request).get("id").orElseThrow().toString(), "{\"ok\":true}");
                    }
                }
                default -> {}
            }
            return status(202);
        });
        return connect();
    }

    private void says(String id, String result) {
        line.write("event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}\n\n");
    }

    @Test
    void messages_go_to_the_endpoint_and_answers_come_on_the_stream_long_after_the_handshake() throws Exception {
        var client = open("/messages?session=1");
        assertThat(web.next().headers().first("Accept")).contains("text/event-stream");
        time.advance(Duration.ofHours(1));

        var call = InFlight.call(client, InFlight.tool("a", "{}"), ReplyChannel.NONE, Deadline.NONE);

        assertThat(call.result().isTrue("ok")).isTrue();
        var post = web.nextCall("tools/call");
        assertThat(post.uri()).isEqualTo(URI.create("https://mcp.example/messages?session=1"));
        assertThat(post.headers().first("X-Key")).contains("k1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example/m", "http://mcp.example/m", "//mcp.example:8443/m", "https://[::bad/"})
    void an_endpoint_elsewhere_is_refused_and_nothing_is_sent_there(String endpoint) {
        assertThatThrownBy(() -> open(endpoint))
                .isInstanceOfSatisfying(
                        McpTransportException.class,
                        e -> assertThat(e.fault()).isInstanceOf(Fault.ProtocolViolation.class));
        assertThat(web.requests).hasSize(1);
        assertThat(line.closed).isTrue();
    }

    @Test
    void the_end_of_the_stream_fails_calls_and_is_told_once() throws Exception {
        var client = open("/messages");
        var call = InFlight.call(client, InFlight.tool("hang", "{}"), ReplyChannel.NONE, Deadline.NONE);
        web.nextCall("tools/call");

        line.end();

        assertThat(call.failure().fault()).isEqualTo(new Fault.Network(OutboundException.Kind.BROKEN));
        assertThat(next(listener.disconnections).fault()).isInstanceOf(Fault.Network.class);
        client.close();
        assertThat(listener.disconnections).isEmpty();
    }

    @Test
    void a_server_that_refuses_the_stream_is_reported_with_its_challenge() {
        web.serve(request -> status(401).with("WWW-Authenticate", "Bearer"));

        assertThatThrownBy(this::connect)
                .isInstanceOfSatisfying(
                        McpTransportException.class,
                        e -> assertThat(e.fault()).isEqualTo(new Fault.Unauthorized(List.of("Bearer"))));
    }

    @Test
    void closing_ends_the_stream() throws Exception {
        var client = open("/messages");

        client.close();

        assertThat(line.closed).isTrue();
        assertThat(listener.disconnections).isEmpty();
    }
}
