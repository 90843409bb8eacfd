package io.muster.cli.bridge;

import io.muster.mcp.McpCall;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Revision;
import io.muster.mcp.ServerHello;
import io.muster.mcp.client.Introduction;
import io.muster.mcp.client.McpClient;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.mcp.client.ServerListener;
import io.muster.mcp.client.StreamEnd;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.time.Deadline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A Muster that can be stopped and started, and that knows only the connections made since its last start. */
final class FakeMuster implements BridgeServer.Dialler {
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final List<McpCall> calls = new CopyOnWriteArrayList<>();
    private final List<Message.Notification> notifications = new CopyOnWriteArrayList<>();
    private final List<Introduction> introductions = new CopyOnWriteArrayList<>();
    private final AtomicInteger life = new AtomicInteger();
    private volatile @Nullable Line newest;
    private volatile @Nullable Fault refusal;
    private volatile boolean running = true;
    private JsonObject capabilities = json("""
            {'tools':{'listChanged':true},'resources':{'subscribe':true},'prompts':{},'logging':{},'completions':{}}""");

    interface Behaviour {
        McpOutcome answer(McpCall call, ReplyChannel reply) throws InterruptedException;
    }

    static JsonObject json(String text) {
        return Json.parseObject(text.replace('\'', '"'));
    }

    FakeMuster on(String method, Behaviour behaviour) {
        behaviours.put(method, behaviour);
        return this;
    }

    FakeMuster answering(String method, String result) {
        return on(method, (_, _) -> new McpOutcome.Complete(json(result)));
    }

    FakeMuster offering(String what) {
        capabilities = json(what);
        return this;
    }

    void stop() {
        running = false;
    }

    void start() {
        life.incrementAndGet();
        refusal = null;
        running = true;
    }

    /** Forgets all sessions, as a restart does that nobody sees. */
    void restart() {
        life.incrementAndGet();
    }

    void refuse(Fault fault) {
        refusal = fault;
    }

    /** What the server says outside of calls. */
    ServerListener listener() {
        var line = newest;
        if (line == null) {
            throw new IllegalStateException("never connected");
        }
        return line.listener;
    }

    List<McpCall> calls(String method) {
        return calls.stream().filter(call -> call.method().equals(method)).toList();
    }

    List<Message.Notification> notifications() {
        return notifications;
    }

    List<Introduction> introductions() {
        return introductions;
    }

    @Override
    public McpClient dial(Introduction introduction, ServerListener listener, Deadline deadline) {
        requireReachable();
        introductions.add(introduction);
        var line = new Line(listener, life.get());
        newest = line;
        return line;
    }

    private void requireReachable() {
        var refused = refusal;
        if (refused != null) {
            throw new McpTransportException(refused, false, "refused");
        }
        if (!running) {
            throw new McpTransportException(
                    new Fault.Network(OutboundException.Kind.CONNECT), false, "connection refused");
        }
    }

    private final class Line implements McpClient {
        private final ServerListener listener;
        private final int born;

        Line(ServerListener listener, int born) {
            this.listener = listener;
            this.born = born;
        }

        @Override
        public StreamEnd listen() {
            return StreamEnd.UNSUPPORTED;
        }

        @Override
        public ServerHello hello() {
            return new ServerHello(
                    Revision.V2025_11_25, json("{'name':'muster-aggregator'}"), capabilities, Optional.of("be kind"));
        }

        @Override
        public McpOutcome call(McpCall call, ReplyChannel reply, Deadline deadline) throws InterruptedException {
            requireKnown();
            calls.add(call);
            var behaviour = behaviours.get(call.method());
            return behaviour == null
                    ? new McpOutcome.Failed(McpError.methodNotFound("nothing prepared for " + call.method()))
                    : behaviour.answer(call, reply);
        }

        @Override
        public void send(Message.Notification notification) {
            requireKnown();
            notifications.add(notification);
        }

        private void requireKnown() {
            requireReachable();
            if (born != life.get()) {
                throw new McpTransportException(new Fault.SessionLost(), false, "session terminated (404)");
            }
        }

        @Override
        public void close() {}
    }
}
