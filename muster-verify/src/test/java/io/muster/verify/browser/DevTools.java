package io.muster.verify.browser;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A connection to a browser. Thread-safe.
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/">Chrome DevTools Protocol</a>
 */
final class DevTools implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient http;
    private final WebSocket socket;
    private final Map<Long, CompletableFuture<JsonObject>> waiting;
    private final List<JsonObject> events;
    private final AtomicLong ids = new AtomicLong();

    private DevTools(
            HttpClient http,
            WebSocket socket,
            Map<Long, CompletableFuture<JsonObject>> waiting,
            List<JsonObject> events) {
        this.http = http;
        this.socket = socket;
        this.waiting = waiting;
        this.events = events;
    }

    static DevTools connect(URI address) {
        var http = HttpClient.newHttpClient();
        var waiting = new ConcurrentHashMap<Long, CompletableFuture<JsonObject>>();
        var events = new CopyOnWriteArrayList<JsonObject>();
        var socket = await(http.newWebSocketBuilder().buildAsync(address, new Ear(waiting, events)));
        return new DevTools(http, socket, waiting, events);
    }

    /** Has something done in a session, and answers the result. */
    JsonObject call(String session, String method, JsonObject parameters) {
        var answered = ask(session, method, parameters);
        return answered.object("result").orElseThrow(() -> new AssertionError(method + ": " + answered));
    }

    /** The same, and answers the whole message: a result or an error. */
    JsonObject ask(String session, String method, JsonObject parameters) {
        var id = ids.incrementAndGet();
        var answer = new CompletableFuture<JsonObject>();
        waiting.put(id, answer);
        var message = JsonObject.EMPTY.with("id", id).with("method", method).with("params", parameters);
        send(session.isEmpty() ? message : message.with("sessionId", session));
        return await(answer);
    }

    private synchronized void send(JsonObject message) {
        await(socket.sendText(Json.text(message), true));
    }

    /** What the browser told about a session so far. */
    List<JsonObject> events(String session) {
        return events.stream()
                .filter(event -> event.text("sessionId", "").equals(session))
                .toList();
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
        http.close();
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the browser does not answer", e);
        }
    }

    /** Sorts what the browser says: answers to whoever waits, events to the list. */
    private static final class Ear implements WebSocket.Listener {
        private final Map<Long, CompletableFuture<JsonObject>> waiting;
        private final List<JsonObject> events;
        private final StringBuilder part = new StringBuilder();

        Ear(Map<Long, CompletableFuture<JsonObject>> waiting, List<JsonObject> events) {
            this.waiting = waiting;
            this.events = events;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                heard(Json.parseObject(part.toString()));
                part.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedStage(socket);
        }

        private void heard(JsonObject message) {
            var id = message.integer("id");
            if (id.isEmpty()) {
                events.add(message);
                return;
            }
            var answer = waiting.remove(id.getAsLong());
            if (answer != null) {
                answer.complete(message);
            }
        }
    }
}
