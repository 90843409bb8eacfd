package io.muster.gateway.route;

import io.muster.wire.json.JsonObject;

/** Parameters that travel from a client's request to a backend's unread. Pure. */
public final class Passthrough {
    private Passthrough() {}

    /** All of a request but its progress token, which is replaced on every leg and travels in the envelope. */
    public static JsonObject withoutProgressToken(JsonObject params) {
        var meta = params.object("_meta");
        if (meta.isEmpty() || !meta.get().has("progressToken")) {
            return params;
        }
        var rest = meta.get().without("progressToken");
        return rest.isEmpty() ? params.without("_meta") : params.with("_meta", rest);
    }

    /** What a request for a meta-tool carries besides the meta-tool itself. */
    public static JsonObject extras(JsonObject params) {
        return withoutProgressToken(params.without("name").without("arguments").without("task"));
    }
}
