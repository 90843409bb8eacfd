package io.muster.mcp;

import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

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

        private static final Pattern TRACEPARENT =
                Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-[!-~]{0,200})?");
        private static final Pattern TRACESTATE = Pattern.compile("[\\t -~]{0,512}");

        /**
         * What a peer sent, if it is well-formed: it will be written into header fields of other requests, so that a
         * line feed must not get through.
         */
        public static TraceContext of(String traceparent, String tracestate) {
            if (traceparent.isEmpty() || !TRACEPARENT.matcher(traceparent).matches()) {
                return NONE;
            }
            return new TraceContext(traceparent, TRACESTATE.matcher(tracestate).matches() ? tracestate : "");
        }

        /** The context that the {@code _meta} of a request carries, else this one. */
        public TraceContext orFrom(JsonObject meta) {
            var inner = of(meta.text("traceparent", ""), meta.text("tracestate", ""));
            return inner.equals(NONE) ? this : inner;
        }
    }

    /** Of a client that declared nothing. */
    public static Envelope of(Revision revision) {
        return new Envelope(
                revision, JsonObject.EMPTY, JsonObject.EMPTY, Optional.empty(), Optional.empty(), TraceContext.NONE);
    }

    public Envelope withProgressToken(Optional<JsonValue> token) {
        return new Envelope(revision, clientInfo, clientCapabilities, logLevel, token, trace);
    }

    public Envelope withTrace(TraceContext context) {
        return new Envelope(revision, clientInfo, clientCapabilities, logLevel, progressToken, context);
    }

    public Envelope withLogLevel(String level) {
        return new Envelope(revision, clientInfo, clientCapabilities, Optional.of(level), progressToken, trace);
    }

    /** Whether the client declared the capability ({@code sampling}, {@code elicitation}, {@code roots}). */
    public boolean canDo(String capability) {
        return clientCapabilities.has(capability);
    }
}
