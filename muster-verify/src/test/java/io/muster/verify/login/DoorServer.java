package io.muster.verify.login;

import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.http.Router;
import io.muster.wire.http.engine.HttpServer;
import io.muster.wire.http.engine.HttpServerOptions;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An MCP server within the tests, with one tool, {@code whoami}, which answers the token that it was called with. Who comes
 * in is up to the test; all who knock are remembered. Thread-safe.
 */
final class DoorServer implements AutoCloseable {
    /** Where the server is. */
    static final String PATH = "/v1/mcp";

    private final Door door;
    private final HttpServer server;
    private final Queue<Knock> knocks = new ConcurrentLinkedQueue<>();
    private final Queue<Knock> refused = new ConcurrentLinkedQueue<>();

    /** Lets requests in, or answers them itself. */
    interface Door {
        /** What is answered to whoever may not come in. It may take its time. */
        Optional<HttpResponse> refusal(Knock knock);
    }

    /**
     * A request.
     *
     * @param bearer its token; empty without one
     * @param method of the message; empty when there is none
     */
    record Knock(String bearer, String method) {}

    private DoorServer(Door door, HttpHandler elsewhere) {
        this.door = door;
        this.server = HttpServer.start(
                HttpServerOptions.bind("localhost", 0),
                Router.builder()
                        .post(PATH, this::answer)
                        .route(Set.of("GET", "DELETE"), PATH, this::withoutStream)
                        .otherwise(elsewhere)
                        .build());
    }

    static DoorServer open(Door door) {
        return open(door, _ -> HttpResponse.of(404));
    }

    /** @param elsewhere answers at all other paths */
    static DoorServer open(Door door, HttpHandler elsewhere) {
        return new DoorServer(door, elsewhere);
    }

    String origin() {
        return "http://localhost:" + server.port();
    }

    String url() {
        return origin() + PATH;
    }

    /** All requests with a token, in the order of their arrival. */
    List<Knock> withToken() {
        return knocks.stream().filter(knock -> !knock.bearer().isEmpty()).toList();
    }

    /** How many requests came with a token that is not good. */
    int refused() {
        return (int) refused.stream().filter(knock -> !knock.bearer().isEmpty()).count();
    }

    private HttpResponse withoutStream(HttpRequest request) {
        return refusal(request, "").orElse(HttpResponse.of(405));
    }

    private HttpResponse answer(HttpRequest request) {
        var message = Json.parseObject(new String(request.body().bytes(), StandardCharsets.UTF_8));
        return refusal(request, message.text("method", "")).orElseGet(() -> said(message, bearer(request)));
    }

    private Optional<HttpResponse> refusal(HttpRequest request, String method) {
        var knock = new Knock(bearer(request), method);
        knocks.add(knock);
        var refusal = door.refusal(knock);
        if (refusal.isPresent()) {
            refused.add(knock);
        }
        return refusal;
    }

    private static String bearer(HttpRequest request) {
        return request.header("Authorization").orElse("").replaceFirst("^Bearer ", "");
    }

    private static HttpResponse said(JsonObject message, String bearer) {
        var id = message.get("id");
        return id.isEmpty()
                ? HttpResponse.of(202)
                : HttpResponse.json(
                        200,
                        Json.bytes(JsonObject.of("jsonrpc", "2.0")
                                .with("id", id.get())
                                .with("result", result(message, bearer))));
    }

    private static JsonObject result(JsonObject message, String bearer) {
        return switch (message.text("method", "")) {
            case "initialize" ->
                JsonObject.of("protocolVersion", "2025-11-25")
                        .with("capabilities", JsonObject.of("tools", JsonObject.EMPTY))
                        .with("serverInfo", JsonObject.of("name", "door").with("version", "1"));
            case "tools/list" ->
                JsonObject.of(
                        "tools",
                        JsonArray.of(
                                JsonObject.of("name", "whoami").with("inputSchema", JsonObject.of("type", "object"))));
            case "tools/call" ->
                JsonObject.of(
                        "content", JsonArray.of(JsonObject.of("type", "text").with("text", "called with " + bearer)));
            default -> JsonObject.EMPTY;
        };
    }

    @Override
    public void close() {
        server.close(Duration.ZERO);
    }
}
