package io.muster.verify.program;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A client of streamable HTTP in a hundred lines: it shows results as they came. Thread-safe. */
public final class HttpPeer {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final JsonObject HELLO = Json.parseObject("""
            {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "verify", "version": "1"}}""");

    private final HttpClient http;
    private final URI endpoint;
    private final String session;
    private final Optional<String> bearer;
    private final AtomicLong ids = new AtomicLong();

    private HttpPeer(HttpClient http, URI endpoint, String session, Optional<String> bearer) {
        this.http = http;
        this.bearer = bearer;
        this.endpoint = endpoint;
        this.session = session;
    }

    public static HttpPeer connect(HttpClient http, URI endpoint) {
        return tryConnect(http, endpoint)
                .orElseThrow(() -> new AssertionError(endpoint + " does not answer initialize"));
    }

    /** A client that shows a token with every request. */
    public static HttpPeer connect(HttpClient http, URI endpoint, String bearer) {
        return tryConnect(http, endpoint, Optional.of(bearer))
                .orElseThrow(() -> new AssertionError(endpoint + " refuses the token"));
    }

    /** A client of an endpoint; empty when it refuses. */
    static Optional<HttpPeer> tryConnect(HttpClient http, URI endpoint) {
        return tryConnect(http, endpoint, Optional.empty());
    }

    private static Optional<HttpPeer> tryConnect(HttpClient http, URI endpoint, Optional<String> bearer) {
        var stranger = new HttpPeer(http, endpoint, "", bearer);
        var answer = stranger.post(stranger.request("initialize", HELLO), BodyHandlers.ofString());
        if (answer.statusCode() != 200 || !answer.body().contains("\"result\"")) {
            return Optional.empty();
        }
        var session = answer.headers().firstValue("Mcp-Session-Id").orElse("");
        var peer = new HttpPeer(http, endpoint, session, bearer);
        peer.post(
                JsonObject.of("jsonrpc", "2.0").with("method", "notifications/initialized"), BodyHandlers.discarding());
        return Optional.of(peer);
    }

    /** Makes a request and answers the whole response message. */
    public JsonObject exchange(String method, JsonObject params) {
        var request = request(method, params);
        var answer = post(request, BodyHandlers.ofString());
        return messages(answer)
                .map(Json::parseObject)
                .filter(message -> message.get("id").equals(request.get("id")) && !message.has("method"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        method + ": HTTP " + answer.statusCode() + " without answer: " + answer.body()));
    }

    /** The result of a request that must succeed. */
    public JsonObject result(String method, JsonObject params) {
        var message = exchange(method, params);
        return message.object("result").orElseThrow(() -> new AssertionError(method + ": " + message));
    }

    /** Calls a tool of the endpoint itself. */
    public ToolAnswer tool(String name, JsonObject arguments) {
        return new ToolAnswer(result("tools/call", JsonObject.of("name", name).with("arguments", arguments)));
    }

    /** Calls a tool behind {@code call_tool} and opens the envelope. */
    public ToolAnswer call(String name, JsonObject arguments) {
        var outer = tool("call_tool", JsonObject.of("name", name).with("arguments", arguments));
        return outer.text().startsWith("{\"isError\":") ? new ToolAnswer(Json.parseObject(outer.text())) : outer;
    }

    public ToolAnswer call(String name) {
        return call(name, JsonObject.EMPTY);
    }

    public List<String> toolNames() {
        return result("tools/list", JsonObject.EMPTY).values("tools").stream()
                .map(tool -> ((JsonObject) tool).text("name", ""))
                .toList();
    }

    /** Opens the stream of notifications and reads nothing of it. */
    public HttpResponse<Stream<String>> listen() {
        return send(builder().header("Accept", "text/event-stream").GET().build(), BodyHandlers.ofLines());
    }

    public int delete() {
        return send(builder().DELETE().build(), BodyHandlers.discarding()).statusCode();
    }

    private static Stream<String> messages(HttpResponse<String> answer) {
        var type = answer.headers().firstValue("Content-Type").orElse("");
        if (!type.startsWith("text/event-stream")) {
            return Optional.of(answer.body()).filter(body -> body.startsWith("{")).stream();
        }
        return answer.body()
                .lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring("data:".length()).strip())
                .filter(data -> !data.isEmpty());
    }

    private JsonObject request(String method, JsonObject params) {
        return JsonObject.of("jsonrpc", "2.0")
                .with("id", ids.incrementAndGet())
                .with("method", method)
                .with("params", params);
    }

    private <T> HttpResponse<T> post(JsonObject message, HttpResponse.BodyHandler<T> body) {
        return send(
                builder()
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .POST(BodyPublishers.ofByteArray(Json.bytes(message)))
                        .build(),
                body);
    }

    private HttpRequest.Builder builder() {
        var builder = HttpRequest.newBuilder(endpoint).timeout(LIMIT).header("MCP-Protocol-Version", "2025-11-25");
        bearer.ifPresent(token -> builder.header("Authorization", "Bearer " + token));
        return session.isEmpty() ? builder : builder.header("Mcp-Session-Id", session);
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return http.send(request, body);
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + endpoint, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
