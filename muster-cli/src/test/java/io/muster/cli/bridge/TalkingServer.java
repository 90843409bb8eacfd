package io.muster.cli.bridge;

import static io.muster.cli.bridge.FakeMuster.json;

import io.muster.mcp.CallToolResult;
import io.muster.mcp.ClientChannel;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.McpServer;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.server.McpEndpoint;
import io.muster.mcp.server.legacy.SessionLimits;
import io.muster.wire.http.Authenticator;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.engine.HttpServer;
import io.muster.wire.http.engine.HttpServerOptions;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Scheduler;
import java.net.URI;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * An MCP server over HTTP that can be restarted on its port. Its tool {@code echo} answers with what it got, {@code ask}
 * asks the client, {@code poll} does and answers what it was told, {@code tell} speaks before it answers, {@code list_tools} answers as a Muster does, {@code wait} reports progress and waits until it is cancelled.
 */
public final class TalkingServer implements McpServer<String>, AutoCloseable {
    private final Scheduler scheduler;
    private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
    private final BlockingQueue<ClientChannel> channels = new LinkedBlockingQueue<>();
    private volatile String tools = "{'tools':[{'name':'x_one'}]}";
    private volatile String question = "{'message':'how many?','requestedSchema':{}}";
    private final HttpServer http;
    private final Door door;
    private volatile McpEndpoint<String> endpoint;

    public TalkingServer(Scheduler scheduler) {
        this.scheduler = scheduler;
        this.endpoint = endpoint();
        this.http = HttpServer.start(HttpServerOptions.bind("127.0.0.1", 0), request -> endpoint.handle(request));
        this.door = new Door(http.port());
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + door.port() + "/mcp");
    }

    /** How calls of {@code wait} ended. */
    public BlockingQueue<String> ended() {
        return ended;
    }

    /** The channels of clients, in the order in which they came. */
    public BlockingQueue<ClientChannel> channels() {
        return channels;
    }

    /** From now on {@code list_tools} answers this. */
    public void offer(String json) {
        tools = json;
    }

    /** From now on {@code poll} asks this. */
    public void ask(String json) {
        question = json;
    }

    public void stop() {
        endpoint.close();
        door.close();
    }

    /** Starts again, knowing nobody. */
    public void start() {
        endpoint = endpoint();
        door.open();
    }

    private McpEndpoint<String> endpoint() {
        return new McpEndpoint<>(
                this,
                new Anybody(),
                SessionLimits.defaults(),
                scheduler,
                InstantSource.system(),
                new SplittableRandom());
    }

    @Override
    public McpOutcome handle(McpCall call, String principal, ReplyChannel reply) throws InterruptedException {
        return switch (call.method()) {
            case "server/discover" ->
                new McpOutcome.Complete(json("{'serverInfo':{'name':'talking'},"
                        + "'capabilities':{'tools':{'listChanged':true},'completions':{}}}"));
            case "tools/list" -> new McpOutcome.Complete(json("{'tools':[{'name':'echo','inputSchema':{}}]}"));
            case "tools/call" -> tool(call, reply);
            default -> new McpOutcome.Complete(JsonObject.of("method", call.method()));
        };
    }

    private McpOutcome tool(McpCall call, ReplyChannel reply) throws InterruptedException {
        return switch (call.params().text("name", "")) {
            case "ask" -> reply.ask("elicitation/create", json("{'message':'how many?','requestedSchema':{}}"));
            case "call_tool" -> tool(new McpCall(call.envelope(), call.method(), inner(call)), reply);
            case "describe_tool" -> text("{'name':'anything','inputSchema':{}}");
            case "poll" ->
                text(String.valueOf(reply.ask("elicitation/create", json(question)))
                        .replace('"', '\''));
            case "tell" -> {
                reply.send(Message.Notification.of(
                        "notifications/message", json("{'level':'warning','logger':'oven','data':'hot\\u001b[2J'}")));
                yield text("told");
            }
            case "list_tools" ->
                new McpOutcome.Complete(
                        CallToolResult.text(tools.replace('\'', '"')).json());
            case "wait" -> {
                reply.send(Message.Notification.of(
                        "notifications/progress",
                        JsonObject.builder()
                                .put(
                                        "progressToken",
                                        call.envelope().progressToken().orElseThrow())
                                .put("progress", 1)
                                .build()));
                try {
                    new CountDownLatch(1).await();
                    yield new McpOutcome.Complete(JsonObject.EMPTY);
                } catch (InterruptedException cancelled) {
                    ended.add("cancelled");
                    throw cancelled;
                }
            }
            default -> new McpOutcome.Complete(JsonObject.of("structuredContent", call.params()));
        };
    }

    private static JsonObject inner(McpCall call) {
        return call.params().object("arguments").orElseThrow();
    }

    private static McpOutcome text(String json) {
        return new McpOutcome.Complete(
                CallToolResult.text(json.replace('\'', '"')).json());
    }

    @Override
    public void notified(Message.Notification notification, Envelope envelope, String principal) {
        ended.add(notification.method());
    }

    @Override
    public Subscription subscribe(Interest interest, Envelope envelope, String principal, ClientChannel channel) {
        channels.add(channel);
        return new Subscription() {
            @Override
            public void change(Interest changed) {}

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {
        stop();
        http.close();
    }

    private static final class Anybody implements Authenticator<String> {
        @Override
        public Admission<String> admit(HttpRequest request) {
            return new Admitted<>("anybody");
        }
    }
}
