package io.muster.mcp.server.legacy;

import io.muster.mcp.Envelope.TraceContext;
import io.muster.mcp.McpError;
import io.muster.mcp.McpRejection;
import io.muster.mcp.McpServer;
import io.muster.mcp.Message;
import io.muster.mcp.Revision;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import io.muster.wire.time.Scheduler;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * Streamable HTTP of the revisions 2025-03-26 to 2025-11-25.
 *
 * @param <P> who makes the calls; its {@code equals} decides who may use a session
 * @see <a href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports">MCP, Transports</a>
 */
public final class LegacyHttp<P> implements AutoCloseable {
    private static final String SESSION_ID = "Mcp-Session-Id";

    private final SessionLimits limits;
    private final Scheduler scheduler;
    private final LegacySessions<P> sessions;

    public LegacyHttp(
            McpServer<P> server,
            SessionLimits limits,
            Scheduler scheduler,
            InstantSource clock,
            RandomGenerator random) {
        this.limits = limits;
        this.scheduler = scheduler;
        this.sessions = new LegacySessions<>(server, limits, scheduler, clock, random);
    }

    /** Takes a POST whose body has been read. */
    public HttpResponse post(HttpRequest request, JsonValue message, P principal) {
        if (message instanceof JsonObject json
                && json.text("method", "").equals("initialize")
                && LegacySession.idOf(json).isPresent()) {
            return initialize(message, trace(request), principal);
        }
        var refusal = unsupportedRevision(request);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        return session(request, principal)
                .map(session -> take(request, message, session))
                .orElseGet(LegacyHttp::unknownSession);
    }

    /**
     * Opens the stream for what belongs to no call. A request that names no session gets a stream that stays silent:
     * older clients look that way whether a server is there.
     */
    public HttpResponse get(HttpRequest request, P principal) {
        return unsupportedRevision(request).orElseGet(() -> {
            if (request.header(SESSION_ID).isEmpty()) {
                return listen(sessions.create(principal));
            }
            return session(request, principal).map(this::listen).orElseGet(LegacyHttp::unknownSession);
        });
    }

    /** Ends the session. */
    public HttpResponse delete(HttpRequest request, P principal) {
        var session = session(request, principal);
        session.ifPresent(sessions::end);
        return session.isPresent() ? HttpResponse.of(200) : unknownSession();
    }

    /** How many sessions are alive. */
    public int openSessions() {
        return sessions.size();
    }

    /** Takes no more calls; completes when those in flight have their answer. */
    public CompletableFuture<Void> finish() {
        return sessions.finish();
    }

    /** Ends all sessions, and with them their streams. */
    @Override
    public void close() {
        sessions.close();
    }

    private HttpResponse initialize(JsonValue message, TraceContext trace, P principal) {
        var session = sessions.create(principal);
        try {
            var answer = session.receive(message, trace).perform(Outlet.NONE);
            if (answer.isPresent() && answer.get() instanceof JsonObject response && response.has("result")) {
                sessions.add(session);
                return HttpResponse.json(200, Json.bytes(response)).with(SESSION_ID, session.id());
            }
            session.end();
            return HttpResponse.json(200, Json.bytes(answer.orElse(JsonObject.EMPTY)));
        } catch (McpRejection rejection) {
            session.end();
            return refused(message, rejection.error());
        }
    }

    private HttpResponse take(HttpRequest request, JsonValue message, LegacySession<P> session) {
        Work<P> work;
        try {
            work = session.receive(message, trace(request));
        } catch (McpRejection rejection) {
            return refused(message, rejection.error());
        }
        if (work.isDone()) {
            return HttpResponse.of(202);
        }
        return HttpResponse.later(responder -> {
            var reply = new HttpReply(responder, readsEvents(request), scheduler, limits.heartbeat());
            try {
                reply.finish(work.perform(reply), session.mailbox());
            } finally {
                sessions.used(session);
            }
        });
    }

    private HttpResponse listen(LegacySession<P> session) {
        return HttpResponse.later(responder -> {
            try (var pump = new EventPump(session.mailbox(), scheduler, limits.heartbeat())) {
                var sink = responder.events(Headers.EMPTY);
                pump.run(sink, () -> sink.comment("open"), () -> sink.comment("alive"));
            } finally {
                sessions.used(session);
            }
        });
    }

    private Optional<LegacySession<P>> session(HttpRequest request, P principal) {
        return request.header(SESSION_ID).flatMap(id -> sessions.find(id, principal));
    }

    /** 2025-06-18: the header names the negotiated revision; one that nobody could have negotiated is an error. */
    private static Optional<HttpResponse> unsupportedRevision(HttpRequest request) {
        return request.header("MCP-Protocol-Version")
                .filter(date -> Revision.of(date)
                        .filter(revision -> revision.era() == Revision.Era.LEGACY)
                        .isEmpty())
                .map(_ -> refused(JsonObject.EMPTY, McpError.invalidRequest("Unsupported protocol version")));
    }

    /** Clients that name what they read and leave event streams out get documents only. */
    private static boolean readsEvents(HttpRequest request) {
        var accepted = request.headers().all("Accept");
        return accepted.isEmpty()
                || accepted.stream()
                        .map(value -> value.toLowerCase(Locale.ROOT))
                        .anyMatch(value -> value.contains("text/event-stream")
                                || value.contains("*/*")
                                || value.contains("text/*"));
    }

    private static TraceContext trace(HttpRequest request) {
        return TraceContext.of(
                request.header("traceparent").orElse(""),
                request.header("tracestate").orElse(""));
    }

    private static HttpResponse refused(JsonValue message, McpError error) {
        var answer = Message.Response.error(LegacySession.idOf(message), error);
        return HttpResponse.json(400, Json.bytes(answer.json()));
    }

    private static HttpResponse unknownSession() {
        return HttpResponse.text(404, "Invalid session ID");
    }
}
