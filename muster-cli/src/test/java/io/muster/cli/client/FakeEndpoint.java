package io.muster.cli.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A small MCP server over HTTP: answers each tool with a prepared text and remembers what it was asked. */
public final class FakeEndpoint implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, JsonObject> results = new ConcurrentHashMap<>();
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<OutputStream> streams = new LinkedBlockingQueue<>();
    private final Deque<String> standings = new ConcurrentLinkedDeque<>();
    private volatile int status = 200;

    /** A tool call as it arrived, {@code call_tool} taken off. */
    public record Call(String tool, JsonObject arguments) {}

    public FakeEndpoint() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/mcp";
    }

    /** From now on every request is answered by this status alone. */
    public FakeEndpoint refusing(int status) {
        this.status = status;
        return this;
    }

    public FakeEndpoint answering(String tool, String text) {
        return answering(tool, text, false);
    }

    public FakeEndpoint answering(String tool, String text, boolean isError) {
        var item = JsonObject.builder().put("type", "text").put("text", text).build();
        return answering(
                tool,
                JsonObject.builder()
                        .put("isError", isError)
                        .put("content", JsonArray.of(item))
                        .build());
    }

    public FakeEndpoint answering(String tool, JsonObject result) {
        results.put(tool, result);
        return this;
    }

    /** What {@code auth://status} says of its servers, one answer after the other; the last one stays. */
    public FakeEndpoint standing(String... servers) {
        standings.clear();
        standings.addAll(List.of(servers));
        return this;
    }

    /** The next tool call, waited for. */
    public Call nextCall() throws InterruptedException {
        var call = calls.poll(20, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("no tool was called");
        }
        return call;
    }

    public boolean hasNoMoreCalls() {
        return calls.isEmpty();
    }

    /** The next message of that method, waited for; others are dropped. */
    public JsonObject nextMessage(String method) throws InterruptedException {
        while (true) {
            var message = messages.poll(20, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no message " + method);
            }
            if (message.text("method", "").equals(method)) {
                return message;
            }
        }
    }

    /** Sends a notification on the stream that the client has opened; waits for the stream. */
    public void push(String method, JsonObject params) throws InterruptedException, IOException {
        var stream = streams.poll(20, TimeUnit.SECONDS);
        if (stream == null) {
            throw new AssertionError("no stream");
        }
        streams.add(stream);
        var message = JsonObject.builder()
                .put("jsonrpc", "2.0")
                .put("method", method)
                .put("params", params)
                .build();
        stream.write(("data: " + Json.text(message) + "\n\n").getBytes(StandardCharsets.UTF_8));
        stream.flush();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        if (status != 200) {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
            return;
        }
        switch (exchange.getRequestMethod()) {
            case "POST" -> post(exchange);
            case "GET" -> {
                exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().flush();
                streams.add(exchange.getResponseBody());
            }
            default -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            }
        }
    }

    private void post(HttpExchange exchange) throws IOException {
        var message = Json.parseObject(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        messages.add(message);
        if (!message.has("id")) {
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
            return;
        }
        var answer = Json.bytes(JsonObject.builder()
                .put("jsonrpc", "2.0")
                .put("id", message.get("id").orElseThrow())
                .put("result", result(message))
                .build());
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.getResponseHeaders().add("Mcp-Session-Id", "s1");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private JsonObject result(JsonObject message) {
        return switch (message.text("method", "")) {
            case "initialize" -> Json.parseObject("""
                    {"protocolVersion":"2025-11-25","capabilities":{"tools":{}},
                     "serverInfo":{"name":"muster-aggregator","version":"9.9.9"}}""");
            case "resources/read" -> standing();
            case "tools/call" -> called(message.object("params").orElseThrow());
            default -> JsonObject.EMPTY;
        };
    }

    private JsonObject standing() {
        var servers = standings.size() > 1 ? standings.poll() : standings.peek();
        return servers == null
                ? JsonObject.EMPTY
                : JsonObject.of(
                        "contents",
                        JsonArray.of(
                                JsonObject.of("uri", "auth://status").with("text", "{\"servers\":[" + servers + "]}")));
    }

    private JsonObject called(JsonObject params) {
        var wrapped = params.text("name", "").equals("call_tool");
        var inner = wrapped ? params.object("arguments").orElseThrow() : params;
        var tool = inner.text("name", "");
        calls.add(new Call(tool, inner.object("arguments").orElse(JsonObject.EMPTY)));
        var result = results.getOrDefault(tool, unprepared(tool, inner));
        return wrapped ? text(Json.text(result), result.isTrue("isError")) : result;
    }

    /** Tools that have an answer can be described. */
    private JsonObject unprepared(String tool, JsonObject call) {
        var described = call.object("arguments").flatMap(arguments -> arguments.text("name"));
        return tool.equals("describe_tool")
                        && described.filter(results::containsKey).isPresent()
                ? text("{}", false)
                : text("Tool execution failed: tool not found: " + tool, true);
    }

    private static JsonObject text(String text, boolean isError) {
        return JsonObject.builder()
                .put("isError", isError)
                .put(
                        "content",
                        JsonArray.of(JsonObject.builder()
                                .put("type", "text")
                                .put("text", text)
                                .build()))
                .build();
    }
}
