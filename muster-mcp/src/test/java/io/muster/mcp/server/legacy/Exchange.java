package io.muster.mcp.server.legacy;

import io.muster.testkit.Eventually;
import io.muster.wire.http.Body;
import io.muster.wire.http.EventSink;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.http.sse.ServerSentEvent;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One request and its answer, without a socket: plays the engine. */
public final class Exchange implements Body.Responder, EventSink {
    private final BlockingQueue<ServerSentEvent> unread = new LinkedBlockingQueue<>();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<String> comments = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Exchange> end = new CompletableFuture<>();
    private final CompletableFuture<Exchange> streaming = new CompletableFuture<>();
    private volatile HttpResponse answer = HttpResponse.of(0);
    private volatile boolean gone;

    /** Runs to its end. */
    public static Exchange of(HttpHandler handler, String method, String target, Headers headers, String body) {
        var exchange = new Exchange();
        exchange.run(handler, HttpRequest.of(method, target, headers, body.getBytes(StandardCharsets.UTF_8)));
        return exchange;
    }

    /** Runs in the background. */
    public static Exchange start(HttpHandler handler, String method, String target, Headers headers, String body) {
        var exchange = new Exchange();
        var request = HttpRequest.of(method, target, headers, body.getBytes(StandardCharsets.UTF_8));
        Thread.ofVirtual().start(() -> exchange.run(handler, request));
        return exchange;
    }

    public int status() {
        return answer.status();
    }

    public Optional<String> header(String name) {
        return answer.headers().first(name);
    }

    public String text() {
        return answer.body() instanceof Body.Bytes(var bytes) ? new String(bytes, StandardCharsets.UTF_8) : "";
    }

    public JsonObject json() {
        return Json.parseObject(text());
    }

    public boolean isStream() {
        return streaming.isDone();
    }

    /** Data of all events so far. */
    public List<String> events() {
        return events;
    }

    public List<String> comments() {
        return comments;
    }

    /** Waits for the next event. */
    public ServerSentEvent event() throws InterruptedException {
        return Eventually.next("an event", unread);
    }

    public JsonObject message() throws InterruptedException {
        return Json.parseObject(event().text());
    }

    public Exchange awaitStream() {
        return streaming.orTimeout(20, TimeUnit.SECONDS).join();
    }

    public Exchange awaitEnd() {
        return end.orTimeout(20, TimeUnit.SECONDS).join();
    }

    public boolean ended() {
        return end.isDone();
    }

    /** The client closes the connection; we notice when we write. */
    public void disconnect() {
        gone = true;
    }

    @Override
    public void send(HttpResponse response) {
        answer = response;
    }

    @Override
    public EventSink events(Headers headers) {
        answer = new HttpResponse(200, headers.with("Content-Type", "text/event-stream"), Body.EMPTY);
        streaming.complete(this);
        return this;
    }

    @Override
    public void send(ServerSentEvent event) {
        if (gone) {
            throw new ClientGone(new IllegalStateException("gone"));
        }
        events.add(event.text());
        unread.add(event);
    }

    @Override
    public void comment(String text) {
        if (gone) {
            throw new ClientGone(new IllegalStateException("gone"));
        }
        comments.add(text);
    }

    private void run(HttpHandler handler, HttpRequest request) {
        try {
            var response = handler.handle(request);
            if (response.body() instanceof Body.Later later) {
                later.produce(this);
            } else {
                answer = response;
            }
            end.complete(this);
        } catch (RuntimeException | InterruptedException fault) {
            end.completeExceptionally(fault);
            streaming.completeExceptionally(fault);
        }
    }
}
