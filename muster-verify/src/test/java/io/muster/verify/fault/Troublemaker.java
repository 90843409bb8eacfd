package io.muster.verify.fault;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A backend on standard input and output whose tools misbehave, each in its own way. */
public final class Troublemaker {
    private static final List<String> TOOLS = List.of(
            "echo",
            "pid",
            "hang",
            "hung",
            "cancelled",
            "slow",
            "slowed",
            "stop_reading",
            "flood_stderr",
            "garbage",
            "big",
            "exit");

    private final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    private final AtomicInteger hung = new AtomicInteger();
    private final AtomicInteger slowed = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();

    private Troublemaker() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Troublemaker().serve();
    }

    private void serve() throws IOException, InterruptedException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            var message = Json.parseObject(line);
            var params = message.object("params").orElse(JsonObject.EMPTY);
            switch (message.text("method", "")) {
                case "initialize" -> answer(message, hello(params));
                case "ping" -> answer(message, JsonObject.EMPTY);
                case "tools/list" -> answer(message, JsonObject.of("tools", tools()));
                case "tools/call" ->
                    call(
                            message,
                            params.text("name", ""),
                            params.object("arguments").orElse(JsonObject.EMPTY));
                case "notifications/cancelled" -> cancelled.incrementAndGet();
                default -> {
                    // Nothing else matters here.
                }
            }
        }
    }

    private void call(JsonObject request, String tool, JsonObject arguments) throws InterruptedException {
        switch (tool) {
            case "echo" -> text(request, arguments.text("message", ""));
            case "pid" -> text(request, Long.toString(ProcessHandle.current().pid()));
            case "cancelled" -> text(request, cancelled.toString());
            case "hang" -> hung.incrementAndGet();
            case "hung" -> text(request, hung.toString());
            case "slow" -> slow(request, arguments.integer("millis").orElse(0));
            case "slowed" -> text(request, slowed.toString());
            case "big" ->
                text(
                        request,
                        "x".repeat(Math.toIntExact(arguments.integer("bytes").orElse(0))));
            case "exit" -> System.exit(3);
            case "stop_reading" -> {
                text(request, "no more");
                new CountDownLatch(1).await();
            }
            case "flood_stderr" -> {
                var line = "noise ".repeat(40);
                for (var written = 0; written < 16 << 20; written += line.length()) {
                    System.err.println(line);
                }
                text(request, "flooded");
            }
            case "garbage" -> {
                out.println("this is not JSON");
                out.println("{\"jsonrpc\": \"2.0\", \"id\": ");
                out.println("[1, 2, 3]");
                out.println("{\"jsonrpc\": \"2.0\", \"id\": 987654321, \"result\": {}}");
                text(request, "after the garbage");
            }
            default -> text(request, "unknown tool " + tool);
        }
    }

    private void slow(JsonObject request, long millis) {
        slowed.incrementAndGet();
        Thread.ofVirtual().start(() -> {
            LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
            text(request, "slow but sure");
        });
    }

    private void text(JsonObject request, String text) {
        var item = JsonObject.of("type", "text").with("text", text);
        answer(request, JsonObject.of("content", JsonArray.of(item)));
    }

    private void answer(JsonObject request, JsonValue result) {
        var message = JsonObject.of("jsonrpc", "2.0")
                .with("id", request.get("id").orElseThrow())
                .with("result", result);
        synchronized (out) {
            out.println(Json.text(message));
            out.flush();
        }
    }

    private static JsonObject hello(JsonObject params) {
        return JsonObject.of("protocolVersion", params.text("protocolVersion", ""))
                .with("capabilities", JsonObject.of("tools", JsonObject.EMPTY))
                .with("serverInfo", JsonObject.of("name", "troublemaker").with("version", "1"));
    }

    private static JsonArray tools() {
        return JsonArray.of(TOOLS.stream()
                .map(name -> JsonObject.of("name", name)
                        .with("description", "Makes trouble: " + name)
                        .with("inputSchema", JsonObject.of("type", "object")))
                .toList());
    }
}
