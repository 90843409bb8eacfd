package io.muster.gateway.backend;

import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Revision;
import io.muster.mcp.ServerHello;
import io.muster.mcp.client.McpClient;
import io.muster.mcp.client.McpConnector;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.mcp.client.ServerAddress;
import io.muster.mcp.client.ServerListener;
import io.muster.mcp.client.StreamEnd;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonValue;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** MCP servers by host name (or command) that a test switches on and off, and the connector that reaches them. */
final class FakeServers implements McpConnector {
    private final Map<String, FakeServer> servers = new ConcurrentHashMap<>();

    FakeServer server(String name) {
        return servers.computeIfAbsent(name, _ -> new FakeServer());
    }

    @Override
    public McpClient connect(ServerAddress address, ServerListener listener, Deadline deadline)
            throws InterruptedException {
        return server(host(address)).connect(listener);
    }

    private static String host(ServerAddress address) {
        return switch (address) {
            case ServerAddress.Stdio stdio -> stdio.command();
            case ServerAddress.StreamableHttp http -> http.url().getHost();
            case ServerAddress.Sse sse -> sse.url().getHost();
        };
    }

    static BackendSpec remote(String name) {
        return new BackendSpec(
                name,
                new Endpoint.StreamableHttp(URI.create("http://" + name + "/mcp"), Map.of()),
                Access.SHARED,
                BackendSpec.Naming.DEFAULT,
                "",
                true,
                Duration.ZERO);
    }

    static BackendSpec local(String name) {
        return new BackendSpec(
                name,
                new Endpoint.Stdio(name, List.of(), Map.of()),
                Access.SHARED,
                BackendSpec.Naming.DEFAULT,
                "",
                true,
                Duration.ZERO);
    }

    static McpTransportException refused() {
        return new McpTransportException(
                new Fault.Network(OutboundException.Kind.CONNECT), false, "connection refused");
    }

    static McpTransportException httpStatus(int status) {
        return new McpTransportException(new Fault.HttpStatus(status), false, "status " + status);
    }

    /** One server: how it answers connections and calls, and what it saw. */
    static final class FakeServer {
        final AtomicInteger connects = new AtomicInteger();
        final AtomicInteger live = new AtomicInteger();
        final AtomicInteger mostLive = new AtomicInteger();
        final List<FakeClient> clients = new CopyOnWriteArrayList<>();
        final List<String> calls = new CopyOnWriteArrayList<>();
        final List<Deadline> deadlines = new CopyOnWriteArrayList<>();
        final List<String> tools = new CopyOnWriteArrayList<>(List.of("t"));
        volatile Optional<RuntimeException> down = Optional.empty();
        volatile Optional<CountDownLatch> hang = Optional.empty();
        volatile boolean deaf;
        /** Announces another change of its tools whenever they are read. */
        volatile boolean restless;

        volatile Answer answer = (call, _) -> new McpOutcome.Complete(JsonObject.of("said", call.method()));

        void down(RuntimeException reason) {
            down = Optional.of(reason);
        }

        void up() {
            down = Optional.empty();
        }

        FakeClient latest() {
            return clients.getLast();
        }

        private McpClient connect(ServerListener listener) throws InterruptedException {
            connects.incrementAndGet();
            var gate = hang;
            if (gate.isPresent()) {
                gate.get().await();
            }
            if (down.isPresent()) {
                throw down.get();
            }
            var client = new FakeClient(this, listener);
            clients.add(client);
            mostLive.accumulateAndGet(live.incrementAndGet(), Math::max);
            return client;
        }
    }

    interface Answer {
        McpOutcome to(McpCall call, FakeClient client) throws InterruptedException;
    }

    static final class FakeClient implements McpClient {
        private final FakeServer server;
        final ServerListener listener;
        volatile boolean closed;

        FakeClient(FakeServer server, ServerListener listener) {
            this.server = server;
            this.listener = listener;
        }

        @Override
        public StreamEnd listen() {
            return StreamEnd.UNSUPPORTED;
        }

        @Override
        public ServerHello hello() {
            return new ServerHello(
                    Revision.V2025_11_25, JsonObject.EMPTY, JsonObject.of("tools", JsonObject.EMPTY), Optional.empty());
        }

        @Override
        public McpOutcome call(McpCall call, ReplyChannel reply, Deadline deadline) throws InterruptedException {
            server.calls.add(call.method());
            server.deadlines.add(deadline);
            if (closed) {
                throw new McpTransportException(new Fault.Closed(), false, "closed");
            }
            if (server.deaf) {
                throw new McpTransportException(new Fault.TimedOut(), true, "timed out");
            }
            if (server.restless && call.method().equals("tools/list")) {
                listener.notified(Message.Notification.of("notifications/tools/list_changed", JsonObject.EMPTY));
            }
            return switch (call.method()) {
                case "ping" -> new McpOutcome.Complete(JsonObject.EMPTY);
                case "tools/list" -> new McpOutcome.Complete(tools(server.tools));
                default -> server.answer.to(call, this);
            };
        }

        @Override
        public void send(Message.Notification notification) {
            server.calls.add(notification.method());
        }

        /** The process behind it exits. */
        void exit() {
            listener.disconnected(new McpTransportException(new Fault.Exited(137), true, "process exited (137)"));
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                server.live.decrementAndGet();
            }
        }
    }

    static JsonObject tools(List<String> names) {
        var tools = new ArrayList<JsonValue>();
        names.forEach(name -> tools.add(JsonObject.of("name", name)));
        return JsonObject.of("tools", JsonArray.of(tools));
    }
}
