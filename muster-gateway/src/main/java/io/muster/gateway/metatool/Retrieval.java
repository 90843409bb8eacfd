package io.muster.gateway.metatool;

import io.muster.gateway.route.RouteFailure;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.McpOutcome;
import io.muster.wire.json.JsonObject;
import java.util.function.Function;

/** Asks the server of a prompt or a resource for it; the result of a meta-tool tells what came of that. */
final class Retrieval {
    private Retrieval() {}

    /** A request to the server that has it. */
    interface Request {
        McpOutcome send() throws InterruptedException;
    }

    /**
     * @param what is asked for, as a failure names it
     * @param shown how the answer is shown to the model
     */
    static McpOutcome of(String what, Request request, Function<JsonObject, CallToolResult> shown)
            throws InterruptedException {
        try {
            var outcome = request.send();
            return switch (outcome) {
                case McpOutcome.Complete(var result) ->
                    new McpOutcome.Complete(shown.apply(result).json());
                case McpOutcome.InputRequired _ -> outcome;
                case McpOutcome.Failed(var error) -> failed(what, error.message());
            };
        } catch (RouteFailure e) {
            return failed(what, e.reason());
        }
    }

    private static McpOutcome failed(String what, String reason) {
        return new McpOutcome.Complete(
                CallToolResult.failure(what + " retrieval failed: " + reason).json());
    }
}
