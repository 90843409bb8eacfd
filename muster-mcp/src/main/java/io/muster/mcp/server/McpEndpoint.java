package io.muster.mcp.server;

import io.muster.mcp.McpError;
import io.muster.mcp.McpServer;
import io.muster.mcp.Message;
import io.muster.mcp.server.legacy.LegacyHttp;
import io.muster.mcp.server.legacy.SessionLimits;
import io.muster.wire.http.Authenticator;
import io.muster.wire.http.HttpHandler;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonValue;
import io.muster.wire.time.Scheduler;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * MCP's streamable HTTP transport in front of a server. A call runs on the thread of its request; the answer is a
 * document, or an event stream when something has to be said before it. Thread-safe.
 *
 * @param <P> the principal; two requests belong to the same user exactly when their principals are equal
 * @see <a href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports">MCP, Transports</a>
 */
public final class McpEndpoint<P> implements HttpHandler, AutoCloseable {
    private static final String ALLOWED = "GET, HEAD, POST, DELETE";

    private final Authenticator<P> authenticator;
    private final LegacyHttp<P> legacy;

    /** @param random cryptographically strong: session ids come from it */
    public McpEndpoint(
            McpServer<P> server,
            Authenticator<P> authenticator,
            SessionLimits limits,
            Scheduler scheduler,
            InstantSource clock,
            RandomGenerator random) {
        this.authenticator = authenticator;
        this.legacy = new LegacyHttp<>(server, limits, scheduler, clock, random);
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        return switch (authenticator.admit(request)) {
            case Authenticator.Answered<P>(var response) -> response;
            case Authenticator.Admitted<P>(var principal) -> admitted(request, principal);
        };
    }

    /** How many transport sessions are alive. */
    public int openSessions() {
        return legacy.openSessions();
    }

    /** Takes no more calls; completes when those in flight have their answer. */
    public CompletableFuture<Void> finish() {
        return legacy.finish();
    }

    /** Ends all sessions, and with them their streams; calls in flight are cancelled. */
    @Override
    public void close() {
        legacy.close();
    }

    private HttpResponse admitted(HttpRequest request, P principal) {
        return switch (request.method()) {
            case "POST" -> post(request, principal);
            case "GET" -> legacy.get(request, principal);
            case "DELETE" -> legacy.delete(request, principal);
            case "HEAD" -> HttpResponse.of(200);
            default -> HttpResponse.text(405, "Method not allowed").with("Allow", ALLOWED);
        };
    }

    private HttpResponse post(HttpRequest request, P principal) {
        if (!isJson(request.header("Content-Type").orElse(""))) {
            return HttpResponse.text(415, "Invalid content type: must be 'application/json'");
        }
        JsonValue message;
        try {
            message = request.body().json();
        } catch (JsonException unreadable) {
            return unreadable(unreadable.reason());
        }
        return legacy.post(request, message, principal);
    }

    private static boolean isJson(String contentType) {
        var parameters = contentType.indexOf(';');
        var type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private static HttpResponse unreadable(JsonException.Reason reason) {
        var message = "request body is not valid json"
                + switch (reason) {
                    case MALFORMED -> "";
                    case DUPLICATE_NAME -> ": a member occurs twice";
                    case TOO_DEEP -> ": nested too deeply";
                    case TOO_LARGE -> ": a string, number or name is too long";
                };
        var answer = Message.Response.error(Optional.empty(), McpError.of(McpError.PARSE_ERROR, message));
        return HttpResponse.json(400, Json.bytes(answer.json()));
    }
}
