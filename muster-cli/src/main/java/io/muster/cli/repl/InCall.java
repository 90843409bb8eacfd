package io.muster.cli.repl;

import io.muster.mcp.ClientChannel;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.wire.json.JsonObject;

/** What the server says in the course of a call is heard like everything else that it says. */
record InCall(Server.Listener listener) implements ReplyChannel {
    @Override
    public void send(Message.Notification notification) {
        listener.notified(notification);
    }

    @Override
    public McpOutcome ask(String method, JsonObject params) throws InterruptedException {
        return listener.asked(method, params);
    }

    @Override
    public ClientChannel client() {
        return ClientChannel.NONE;
    }
}
