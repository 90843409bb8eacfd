package io.muster.mcp.server.legacy;

import io.muster.mcp.Envelope;
import io.muster.mcp.McpError;
import io.muster.mcp.McpRejection;
import io.muster.mcp.Revision;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * What {@code initialize} settles for the calls that follow.
 *
 * @param defaults the envelope of a call that says nothing of its own
 * @param capabilities what the server declared
 */
record Handshake(Envelope defaults, JsonObject capabilities) {
    /** Of what a client says of itself, without icons, and of what it can do. */
    private static final int MAX_BYTES = 8 << 10;
    /** What a session takes that keeps nothing, in bytes. */
    private static final int SESSION = 2 << 10;

    /** Of a client that calls before it introduced itself. */
    static Handshake none(Revision revision) {
        return new Handshake(Envelope.of(revision), JsonObject.EMPTY);
    }

    /**
     * The client's side of {@code initialize}. A session keeps it, and nothing else of the message; nor icons, which may
     * stand in it as text and are for people.
     */
    static Envelope introduction(JsonObject params) {
        return new Envelope(
                negotiate(params.text("protocolVersion", "")),
                kept("clientInfo", part(params, "clientInfo").without("icons")),
                kept("capabilities", part(params, "capabilities")),
                Optional.empty(),
                Optional.empty(),
                Envelope.TraceContext.NONE);
    }

    private static JsonObject part(JsonObject params, String name) {
        return params.object(name).orElse(JsonObject.EMPTY);
    }

    /** A copy: a part of a document would keep all of it alive. */
    private static JsonObject kept(String name, JsonObject part) {
        if (part.isEmpty()) {
            return JsonObject.EMPTY;
        }
        var copy = Json.bytes(part);
        if (copy.length > MAX_BYTES) {
            throw new McpRejection(McpError.invalidParams(
                    "params." + name + ": has " + copy.length + " bytes, at most " + MAX_BYTES + " are allowed"));
        }
        return (JsonObject) Json.parse(copy);
    }

    /** What the client asks for if it has a handshake, else the newest one that has. */
    static Revision negotiate(String asked) {
        if (asked.isEmpty()) {
            return Revision.V2025_03_26;
        }
        return Revision.of(asked).filter(r -> r.era() == Revision.Era.LEGACY).orElse(Revision.NEWEST_LEGACY);
    }

    /** The answer to {@code initialize}, from what the server says of itself. */
    JsonObject result(JsonObject discovered) {
        return JsonObject.builder()
                .put("protocolVersion", defaults.revision().date())
                .put("capabilities", capabilities)
                .put("serverInfo", discovered.object("serverInfo").orElse(JsonObject.EMPTY))
                .putIfPresent("instructions", discovered.get("instructions"))
                .putIfPresent("_meta", discovered.get("_meta"))
                .build();
    }

    /** About what a session takes that keeps this, in bytes. */
    long size() {
        return SESSION + size(defaults.clientInfo()) + size(defaults.clientCapabilities());
    }

    private static long size(JsonObject part) {
        var document = Json.bytes(part);
        var size = new LongAdder();
        Json.parse(document, size::add);
        return document.length + size.sum();
    }

    Handshake withLogLevel(String level) {
        return new Handshake(defaults.withLogLevel(level), capabilities);
    }

    boolean offers(String capability) {
        return capabilities.has(capability);
    }
}
