package io.muster.mcp.server.legacy;

import io.muster.mcp.Envelope.TraceContext;
import io.muster.mcp.McpError;
import io.muster.mcp.McpServer;
import io.muster.mcp.Message;
import io.muster.mcp.Revision;
import io.muster.wire.http.Authenticator;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.http.sse.ServerSentEvent;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import io.muster.wire.time.Scheduler;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * HTTP+SSE of 2024-11-05: {@code GET …/sse} opens the stream that is the session, {@code POST …/message} sends to it.
 * The stream announces the second by path only, because only the client knows under which origin it reached us. A session
 * belongs to the principal that opened its stream.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2024-11-05/basic/transports">MCP, Transports</a>
 */
public final class SseEndpoint<P> implements HttpHandler, AutoCloseable {
    private static final String MESSAGE = "/message";

    private final McpServer<P> server;
    private final Authenticator<P> authenticator;
    private final SessionLimits limits;
    private final Scheduler scheduler;
    private final RandomGenerator random;
    private final Map<String, LegacyPeer<P>> peers = new ConcurrentHashMap<>();

    /** @param random cryptographically strong: session ids come from it */
    public SseEndpoint(
            McpServer<P> server,
            Authenticator<P> authenticator,
            SessionLimits limits,
            Scheduler scheduler,
            RandomGenerator random) {
        this.server = server;
        this.authenticator = authenticator;
        this.limits = limits;
        this.scheduler = scheduler;
        this.random = random;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        return switch (authenticator.admit(request)) {
            case Authenticator.Answered<P>(var response) -> response;
            case Authenticator.Admitted<P>(var principal) ->
                request.path().endsWith(MESSAGE) ? message(request, principal) : stream(request, principal);
        };
    }

    /** Takes no more calls; completes when those in flight have their answer. */
    public CompletableFuture<Void> finish() {
        return CompletableFuture.allOf(
                peers.values().stream().map(peer -> peer.session().finish()).toArray(CompletableFuture[]::new));
    }

    /** Ends all sessions, and with them their streams; calls in flight are cancelled. */
    @Override
    public void close() {
        peers.values().forEach(LegacyPeer::close);
    }

    private HttpResponse stream(HttpRequest request, P principal) {
        if (!request.method().equals("GET")) {
            return HttpResponse.text(405, "Method not allowed").with("Allow", "GET");
        }
        if (peers.size() >= limits.maxSessions()) {
            return HttpResponse.text(503, "too many open streams");
        }
        return HttpResponse.later(responder -> {
            var id = LegacySessions.randomUuid(random).toString();
            try (var peer = new LegacyPeer<>(id, principal, server, Revision.V2024_11_05, limits, random);
                    var pump = new EventPump(peer.session().mailbox(), scheduler, limits.heartbeat())) {
                peers.put(id, peer);
                var sink = responder.events(Headers.EMPTY);
                var endpoint = ServerSentEvent.of("endpoint", messagePath(request) + "?sessionId=" + id);
                pump.run(
                        sink,
                        () -> sink.send(endpoint),
                        () -> sink.send(ServerSentEvent.message(Json.line(ping(peer)))));
            } finally {
                peers.remove(id);
            }
        });
    }

    private HttpResponse message(HttpRequest request, P principal) {
        if (!request.method().equals("POST")) {
            return refused(McpError.invalidRequest("Method not allowed"));
        }
        var id = request.query().get("sessionId").orElse("");
        if (id.isEmpty()) {
            return refused(McpError.invalidParams("Missing sessionId"));
        }
        var peer = Optional.ofNullable(peers.get(id))
                .filter(found -> found.session().principal().equals(principal));
        if (peer.isEmpty()) {
            return refused(McpError.invalidParams("Invalid session ID"));
        }
        JsonValue message;
        try {
            message = request.body().json();
        } catch (JsonException unreadable) {
            return refused(McpError.of(McpError.PARSE_ERROR, "Parse error"));
        }
        return accept(peer.get(), message, request);
    }

    private HttpResponse accept(LegacyPeer<P> peer, JsonValue message, HttpRequest request) {
        try {
            peer.accept(message, trace(request), request.body().keep());
            return HttpResponse.of(202);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return HttpResponse.text(503, "the server is shutting down");
        }
    }

    /** The sibling of the stream's own path. */
    private static String messagePath(HttpRequest request) {
        var path = request.path();
        return path.substring(0, path.lastIndexOf('/')) + MESSAGE;
    }

    /** 2024-11-05 clients may know no comments; the answer to this request finds nobody waiting and is dropped. */
    private static JsonObject ping(LegacyPeer<?> peer) {
        var id = peer.session().questions().freshId();
        return Message.Request.of(id, "ping", JsonObject.EMPTY).json();
    }

    private static TraceContext trace(HttpRequest request) {
        return TraceContext.of(
                request.header("traceparent").orElse(""),
                request.header("tracestate").orElse(""));
    }

    private static HttpResponse refused(McpError error) {
        return HttpResponse.json(
                400, Json.bytes(Message.Response.error(Optional.empty(), error).json()));
    }
}
