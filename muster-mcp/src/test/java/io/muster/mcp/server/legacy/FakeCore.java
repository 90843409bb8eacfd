package io.muster.mcp.server.legacy;

import io.muster.mcp.ClientChannel;
import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.McpServer;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A stateless core that answers as it was told and remembers what it saw. */
public final class FakeCore implements McpServer<String> {
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final List<McpCall> calls = new CopyOnWriteArrayList<>();
    private final List<Message.Notification> notifications = new CopyOnWriteArrayList<>();
    private final List<Attached> attached = new CopyOnWriteArrayList<>();
    private JsonObject capabilities =
            Json.parseObject("{'tools':{'listChanged':true},'resources':{'subscribe':true}}".replace('\'', '"'));

    /** What happens when a method is called. */
    public interface Behaviour {
        McpOutcome answer(McpCall call, ReplyChannel reply) throws InterruptedException;
    }

    /** A subscription as the core sees it. */
    public static final class Attached implements Subscription {
        public final ClientChannel channel;
        public volatile Interest interest;
        public volatile boolean closed;

        Attached(Interest interest, ClientChannel channel) {
            this.interest = interest;
            this.channel = channel;
        }

        @Override
        public void change(Interest changed) {
            interest = changed;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    public FakeCore offering(String json) {
        capabilities = Json.parseObject(json.replace('\'', '"'));
        return this;
    }

    public FakeCore on(String method, Behaviour behaviour) {
        behaviours.put(method, behaviour);
        return this;
    }

    public FakeCore answering(String method, String json) {
        return on(method, (_, _) -> new McpOutcome.Complete(Json.parseObject(json.replace('\'', '"'))));
    }

    public List<McpCall> calls() {
        return calls;
    }

    public McpCall lastCall() {
        return calls.getLast();
    }

    public List<Message.Notification> notifications() {
        return notifications;
    }

    public List<Attached> attached() {
        return attached;
    }

    @Override
    public McpOutcome handle(McpCall call, String principal, ReplyChannel reply) throws InterruptedException {
        if (call.method().equals("server/discover")) {
            return new McpOutcome.Complete(JsonObject.builder()
                    .put(
                            "serverInfo",
                            JsonObject.builder()
                                    .put("name", "fake")
                                    .put("version", "1")
                                    .build())
                    .put("capabilities", capabilities)
                    .put("resultType", "complete")
                    .build());
        }
        calls.add(call);
        var behaviour = behaviours.get(call.method());
        return behaviour == null
                ? new McpOutcome.Failed(McpError.invalidParams("nothing prepared for " + call.method()))
                : behaviour.answer(call, reply);
    }

    @Override
    public void notified(Message.Notification notification, Envelope envelope, String principal) {
        notifications.add(notification);
    }

    @Override
    public Subscription subscribe(Interest interest, Envelope envelope, String principal, ClientChannel channel) {
        var subscription = new Attached(interest, channel);
        attached.add(subscription);
        return subscription;
    }
}
