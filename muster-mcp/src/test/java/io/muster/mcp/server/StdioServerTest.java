package io.muster.mcp.server;

import static io.muster.mcp.server.McpClients.notification;
import static io.muster.mcp.server.McpClients.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.server.legacy.FakeCore;
import io.muster.mcp.server.legacy.SessionLimits;
import io.muster.testkit.Conduit;
import io.muster.testkit.Eventually;
import io.muster.testkit.ManualTime;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StdioServerTest {
    private static final String INITIALIZE = request(0, "initialize", "{'protocolVersion':'2025-11-25'}");
    private static final McpOutcome DONE = new McpOutcome.Complete(JsonObject.EMPTY);

    private final FakeCore core = new FakeCore();

    @Test
    void every_answer_is_a_line_and_the_end_of_input_ends_the_server() throws InterruptedException {
        core.answering("tools/list", "{'tools':[]}");

        var lines = serve(INITIALIZE + "\n" + request(1, "tools/list", "{}") + "\r\n\n" + request(2, "ping", "{}"));

        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst()).contains("\"protocolVersion\":\"2025-11-25\"");
        assertThat(lines).contains("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[]}}");
        assertThat(core.attached().getFirst().closed).isTrue();
    }

    @Test
    void bad_lines_are_answered_and_the_next_one_is_served() throws InterruptedException {
        var lines = serve("nonsense\n" + "{'jsonrpc':'1.0','id':3,'method':'ping'}\n" + "[]\n" + "'" + "x".repeat(500)
                + "'\n" + request(4, "ping", "{}") + "\n");

        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).contains("-32700", "Parse error");
        assertThat(lines.get(1)).contains("\"id\":3", "-32600", "Invalid JSON-RPC version");
        assertThat(lines.get(2)).contains("-32600", "a batch has 1 to 100 messages");
        assertThat(lines.get(3)).contains("-32600", "longer than 400 bytes");
        assertThat(lines.get(4)).contains("\"id\":4", "result");
    }

    @Test
    void a_slow_call_does_not_hold_up_others_and_can_be_cancelled() throws Exception {
        var running = new CountDownLatch(1);
        core.on("tools/call", (_, reply) -> {
            reply.send(Message.Notification.of("notifications/progress", JsonObject.EMPTY));
            running.countDown();
            new CountDownLatch(1).await();
            return DONE;
        });
        try (var talk = new Talk()) {
            talk.say(INITIALIZE);
            talk.hear();
            talk.say(request(1, "tools/call", "{}"));
            assertThat(talk.hear().text("method")).contains("notifications/progress");
            Eventually.open("the call runs", running);

            talk.say(request(2, "ping", "{}"));
            assertThat(talk.hear().integer("id")).hasValue(2);
            talk.say(notification("notifications/cancelled", "{'requestId':1}"));
            talk.say(request(3, "ping", "{}"));

            assertThat(talk.hear().integer("id")).hasValue(3);
        }
    }

    @Test
    void questions_and_notifications_share_the_output() throws Exception {
        core.on("tools/call", (_, reply) -> reply.ask("roots/list", JsonObject.EMPTY));
        try (var talk = new Talk()) {
            talk.say(request(0, "initialize", "{'protocolVersion':'2025-11-25','capabilities':{'roots':{}}}"));
            talk.hear();
            core.attached()
                    .getFirst()
                    .channel
                    .offer(Message.Notification.of("notifications/tools/list_changed", JsonObject.EMPTY));
            assertThat(talk.hear().text("method")).contains("notifications/tools/list_changed");

            talk.say(request(1, "tools/call", "{}"));
            var question = talk.hear();
            talk.say("{'jsonrpc':'2.0','id':" + question.get("id").orElseThrow() + ",'result':{'roots':[]}}");

            assertThat(talk.hear().toString()).contains("\"id\":1", "\"roots\":[]");
        }
    }

    private List<String> serve(String input) throws InterruptedException {
        var output = new ByteArrayOutputStream();
        server(400).serve(new ByteArrayInputStream(bytes(input)), output);
        return output.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private StdioServer<String> server(int maxLineBytes) {
        var limits = SessionLimits.defaults().withMaxLineBytes(maxLineBytes);
        return new StdioServer<>(core, "alice", limits, new ManualTime(), new SplittableRandom(7));
    }

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    /** A client at the other ends of the pipes. */
    private final class Talk implements AutoCloseable {
        private final Conduit toServer = new Conduit();
        private final Conduit toClient = new Conduit();
        private final BufferedReader fromServer =
                new BufferedReader(new InputStreamReader(toClient.source(), StandardCharsets.UTF_8));
        private final CompletableFuture<Void> served = new CompletableFuture<>();

        Talk() {
            Thread.ofVirtual().start(() -> {
                try {
                    server(10_000).serve(toServer.source(), toClient.sink());
                    served.complete(null);
                } catch (InterruptedException | RuntimeException fault) {
                    served.completeExceptionally(fault);
                }
            });
        }

        void say(String message) throws IOException {
            toServer.sink().write(bytes(message + "\n"));
        }

        JsonObject hear() throws IOException {
            return Json.parseObject(fromServer.readLine());
        }

        @Override
        public void close() throws Exception {
            toServer.sink().close();
            Eventually.result("the server ends", served);
        }
    }
}
