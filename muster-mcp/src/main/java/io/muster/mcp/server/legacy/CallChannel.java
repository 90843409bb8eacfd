package io.muster.mcp.server.legacy;

import io.muster.mcp.ClientChannel;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.wire.json.JsonObject;

/** The way back to the client while one call runs. */
record CallChannel(Outlet outlet, Questions questions, Envelope envelope, ClientChannel client)
        implements ReplyChannel {
    @Override
    public void send(Message.Notification notification) {
        try {
            outlet.send(notification.json());
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks only what the client declared to answer: a client that did not may stay silent for ever. */
    @Override
    public McpOutcome ask(String method, JsonObject params) throws InterruptedException {
        var capability = switch (method) {
            case "sampling/createMessage" -> "sampling";
            case "elicitation/create" -> "elicitation";
            case "roots/list" -> "roots";
            default -> "";
        };
        if (!capability.isEmpty() && !envelope.canDo(capability)) {
            return new McpOutcome.Failed(
                    McpError.methodNotFound("the client did not declare the capability " + capability));
        }
        return questions.ask(method, params, outlet);
    }
}
