package io.muster.mcp.client;

import io.muster.mcp.Message;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.wire.http.Headers;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonObject;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.outbound.OutboundRequest;
import io.muster.wire.outbound.OutboundResponse;
import io.muster.wire.time.Deadline;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Sends the HTTP requests of one connection, and says what a status means. */
final class HttpLine {
    private static final int MAX_ERROR_BODY = 64 << 10;
    private static final int MAX_ERROR_TEXT = 300;

    /** Room for most answers. */
    private static final int FIRST_READ = 4 << 10;

    /** Fields that belong to the transport: a definition cannot set them. */
    private static final Set<String> RESERVED = Set.of(
            "accept",
            "accept-encoding",
            "connection",
            "content-length",
            "content-type",
            "expect",
            "host",
            "keep-alive",
            "last-event-id",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final OutboundClient http;
    private final ServerAddress.RequestHeaders headers;

    HttpLine(OutboundClient http, ServerAddress.RequestHeaders headers) {
        this.http = http;
        this.headers = headers;
    }

    OutboundResponse post(URI url, Message message, Headers session, Deadline deadline) throws InterruptedException {
        var fields =
                session.with("Content-Type", "application/json").with("Accept", "application/json, text/event-stream");
        return send("POST", url, fields, Json.bytes(message.json()), deadline);
    }

    /** Opens an event stream; it may take as long as it likes to begin. */
    OutboundResponse get(URI url, Headers session, Optional<String> lastEventId, Deadline deadline)
            throws InterruptedException {
        var fields = session.with("Accept", "text/event-stream");
        return send(
                "GET",
                url,
                lastEventId.map(id -> fields.with("Last-Event-ID", id)).orElse(fields),
                new byte[0],
                deadline);
    }

    OutboundResponse delete(URI url, Headers session, Deadline deadline) throws InterruptedException {
        return send("DELETE", url, session, new byte[0], deadline);
    }

    private OutboundResponse send(String method, URI url, Headers own, byte[] body, Deadline deadline)
            throws InterruptedException {
        var fields = own;
        for (var field : headers.current().fields()) {
            if (isAllowed(field.name())) {
                fields = fields.with(field.name(), field.value());
            }
        }
        try {
            return http.send(new OutboundRequest(method, url, fields, body, deadline));
        } catch (OutboundException e) {
            throw Faults.of(e);
        }
    }

    private static boolean isAllowed(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return !RESERVED.contains(lower) && !lower.startsWith("mcp-");
    }

    static boolean isSuccess(OutboundResponse response) {
        return response.status() / 100 == 2;
    }

    static boolean isEventStream(OutboundResponse response) {
        return mediaType(response).equals("text/event-stream");
    }

    static String mediaType(OutboundResponse response) {
        var type = response.headers().first("Content-Type").orElse("");
        var end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** Reads a body within a limit. */
    static byte[] read(OutboundResponse response, int limit) throws IOException {
        var bytes = new byte[Math.min(FIRST_READ, limit + 1)];
        var size = 0;
        for (var count = 0; count >= 0; count = response.body().read(bytes, size, bytes.length - size)) {
            size += count;
            if (size > limit) {
                throw Faults.violation("the server's answer exceeds " + limit + " bytes");
            }
            if (size == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(2L * size, limit + 1L));
            }
        }
        return Arrays.copyOf(bytes, size);
    }

    /** What came with a status that is no success; empty when it cannot be read. */
    static byte[] errorBody(OutboundResponse response) {
        try {
            return response.body().readNBytes(MAX_ERROR_BODY);
        } catch (IOException unreadable) {
            return new byte[0];
        }
    }

    /** The failure that a status stands for. */
    static McpTransportException refused(OutboundResponse response, byte[] body, boolean inSession) {
        int status = response.status();
        if (status == 401) {
            var challenges = response.headers().all("WWW-Authenticate");
            return new McpTransportException(new Fault.Unauthorized(challenges), false, "HTTP 401: unauthorized");
        }
        if (status == 403) {
            var challenges = response.headers().all("WWW-Authenticate");
            return new McpTransportException(new Fault.Forbidden(challenges), false, "HTTP 403" + text(body));
        }
        if (status == 404 && inSession) {
            return new McpTransportException(
                    new Fault.SessionLost(), false, "session terminated (404). need to re-initialize");
        }
        // A server error may come from a proxy behind which the request has run.
        return new McpTransportException(new Fault.HttpStatus(status), status >= 500, "HTTP " + status + text(body));
    }

    /** The message of a JSON-RPC error in the body; other content is for nobody to show. */
    private static String text(byte[] body) {
        return object(body)
                .flatMap(json -> json.object("error"))
                .flatMap(error -> error.text("message"))
                .map(text -> ": " + (text.length() <= MAX_ERROR_TEXT ? text : text.substring(0, MAX_ERROR_TEXT) + "…"))
                .orElse("");
    }

    static Optional<JsonObject> object(byte[] body) {
        try {
            return Json.parse(body) instanceof JsonObject json ? Optional.of(json) : Optional.empty();
        } catch (JsonException notJson) {
            return Optional.empty();
        }
    }
}
