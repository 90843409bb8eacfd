package io.muster.mcp;

import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import java.util.Optional;

/** How a call ended. */
public sealed interface McpOutcome {
    /** With a result. */
    record Complete(JsonObject result) implements McpOutcome {}

    /**
     * With questions to the client, who repeats the call with the answers (2026-07-28 only).
     *
     * @param requests what to ask, by key
     * @param state opaque, to be sent back with the answers
     */
    record InputRequired(JsonObject requests, Optional<JsonValue> state) implements McpOutcome {}

    /** With a protocol error. */
    record Failed(McpError error) implements McpOutcome {}
}
