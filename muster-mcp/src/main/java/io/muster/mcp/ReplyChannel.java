package io.muster.mcp;

import io.muster.wire.json.JsonObject;

/**
 * The way back to whoever made a call, while the call runs. Used on both legs: by the gateway towards its client, and by
 * a backend's connection towards the gateway.
 */
public interface ReplyChannel {
    /** Sends a notification that belongs to the call, such as progress. Silently dropped when the other side is gone. */
    void send(Message.Notification notification);

    /**
     * Asks the other side something in the middle of the call: sampling, elicitation, roots.
     *
     * @return its answer, or {@link McpOutcome.Failed} when it cannot be asked
     * @throws InterruptedException when the call is cancelled
     */
    McpOutcome ask(String method, JsonObject params) throws InterruptedException;

    /** The longer-lived channel of the transport session, for what outlives the call. */
    ClientChannel client();

    /** For callers that want none of this. */
    ReplyChannel NONE = new ReplyChannel() {
        @Override
        public void send(Message.Notification notification) {}

        @Override
        public McpOutcome ask(String method, JsonObject params) {
            return new McpOutcome.Failed(McpError.methodNotFound("the client cannot be asked"));
        }

        @Override
        public ClientChannel client() {
            return ClientChannel.NONE;
        }
    };
}
