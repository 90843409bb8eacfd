package io.muster.mcp.server.legacy;

import io.muster.mcp.Envelope;
import io.muster.mcp.McpError;
import io.muster.mcp.McpRejection;
import io.muster.mcp.Revision;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.util.Optional;

/**
 * What {@code initialize} settles for the calls that follow.
 *
 * @param defaults the envelope of a call that says nothing of its own
 * @param capabilities what the server declared
 */
record Handshake(Envelope defaults, JsonObject capabilities) {
    /** Of what a client says of itself, and of what it can do; generous, since icons may stand in it as text. */
    private static final int MAX_BYTES = 64 << 10;

    /** Of a client that calls before it introduced itself. */
    static Handshake none(Revision revision) {
        return new Handshake(Envelope.of(revision), JsonObject.EMPTY);
    }

    /** The client's side of {@code initialize}. A session keeps it, and nothing else of the message. */
    static Envelope introduction(JsonObject params) {
        return new Envelope(
                negotiate(params.text("protocolVersion", "")),
                kept(params, "clientInfo"),
                kept(params, "capabilities"),
                Optional.empty(),
                Optional.empty(),
                Envelope.TraceContext.NONE);
    }

    /** A copy: a part of a document would keep all of it alive. */
    private static JsonObject kept(JsonObject params, String name) {
        var part = params.object(name).orElse(JsonObject.EMPTY);
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

    Handshake withLogLevel(String level) {
        return new Handshake(defaults.withLogLevel(level), capabilities);
    }

    boolean offers(String capability) {
        return capabilities.has(capability);
    }
}
