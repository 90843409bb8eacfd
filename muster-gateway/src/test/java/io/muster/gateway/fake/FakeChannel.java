package io.muster.gateway.fake;

import io.muster.mcp.ClientChannel;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.wire.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A connected client that keeps what it is told, and answers questions with their own parameters. */
public final class FakeChannel implements ClientChannel, ReplyChannel {
    public final List<Message.Notification> heard = new CopyOnWriteArrayList<>();
    private final List<Runnable> onClose = new ArrayList<>();

    @Override
    public String id() {
        return "fake";
    }

    @Override
    public boolean offer(Message.Notification notification) {
        return heard.add(notification);
    }

    @Override
    public void onClose(Runnable task) {
        onClose.add(task);
    }

    @Override
    public void forget(Runnable task) {
        onClose.remove(task);
    }

    public void end() {
        List.copyOf(onClose).forEach(Runnable::run);
    }

    /** How many wait for the end. */
    public int waiting() {
        return onClose.size();
    }

    @Override
    public void send(Message.Notification notification) {
        heard.add(notification);
    }

    @Override
    public McpOutcome ask(String method, JsonObject params) {
        return method.equals("roots/list")
                ? new McpOutcome.Failed(McpError.methodNotFound("no roots"))
                : new McpOutcome.Complete(params);
    }

    @Override
    public ClientChannel client() {
        return this;
    }

    /** The methods of what was heard, in order. */
    public List<String> methods() {
        return heard.stream().map(Message.Notification::method).toList();
    }
}
