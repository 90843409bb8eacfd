package io.muster.mcp.client;

import io.muster.mcp.McpCall;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import java.util.Optional;

/** The {@code _meta} of outgoing requests: what this hop owns is replaced, everything else passes unchanged. */
final class RequestMeta {
    private static final String META = "_meta";
    private static final String PROGRESS_TOKEN = "progressToken";

    private RequestMeta() {}

    /** The token of the caller: from its envelope, or left in the parameters. */
    static Optional<JsonValue> progressToken(McpCall call) {
        return call.envelope()
                .progressToken()
                .or(() -> call.params().object(META).flatMap(meta -> meta.get(PROGRESS_TOKEN)));
    }

    /** The parameters to send: with a progress token of our own, and the trace context of the call if there is one. */
    static JsonObject params(McpCall call, Optional<JsonValue> callerToken, long ownToken) {
        var trace = call.envelope().trace();
        if (callerToken.isEmpty() && trace.traceparent().isEmpty()) {
            return call.params();
        }
        var meta = call.params().object(META).orElse(JsonObject.EMPTY);
        if (callerToken.isPresent()) {
            meta = meta.with(PROGRESS_TOKEN, JsonNumber.of(ownToken));
        }
        if (!trace.traceparent().isEmpty()) {
            meta = meta.with("traceparent", new JsonString(trace.traceparent()));
            meta = trace.tracestate().isEmpty()
                    ? meta.without("tracestate")
                    : meta.with("tracestate", new JsonString(trace.tracestate()));
        }
        return call.params().with(META, meta);
    }
}
