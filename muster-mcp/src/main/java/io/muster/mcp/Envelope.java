package io.muster.mcp;

import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.util.Optional;

/**
 * What accompanies every call in the shape of the newest revision. A legacy transport fills it from the handshake, a
 * modern one from the request's {@code _meta}.
 *
 * @param revision what the client speaks
 * @param clientInfo the client's name and version as it gave them
 * @param clientCapabilities what the client can be asked for
 * @param logLevel the least severe log message the client wants to see
 * @param progressToken set when the client wants progress notifications
 * @param trace W3C trace context
 */
public record Envelope(
        Revision revision,
        JsonObject clientInfo,
        JsonObject clientCapabilities,
        Optional<String> logLevel,
        Optional<JsonValue> progressToken,
        TraceContext trace) {

    /** W3C trace context headers; empty texts when there is none. */
    public record TraceContext(String traceparent, String tracestate) {
        public static final TraceContext NONE = new TraceContext("", "");
    }

    /** Of a client that declared nothing. */
    public static Envelope of(Revision revision) {
        return new Envelope(
                revision, JsonObject.EMPTY, JsonObject.EMPTY, Optional.empty(), Optional.empty(), TraceContext.NONE);
    }

    public Envelope withProgressToken(Optional<JsonValue> token) {
        return new Envelope(revision, clientInfo, clientCapabilities, logLevel, token, trace);
    }

    /** Whether the client declared the capability ({@code sampling}, {@code elicitation}, {@code roots}). */
    public boolean canDo(String capability) {
        return clientCapabilities.has(capability);
    }
}
