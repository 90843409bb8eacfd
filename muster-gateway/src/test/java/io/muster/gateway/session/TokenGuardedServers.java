package io.muster.gateway.session;

import io.muster.mcp.CallToolResult;
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
import io.muster.testkit.Eventually;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** MCP servers by host name that look at the token of every request. */
public final class TokenGuardedServers implements McpConnector {
    private final Map<String, Guarded> servers = new ConcurrentHashMap<>();

    public Guarded server(String host) {
        return servers.computeIfAbsent(host, Guarded::new);
    }

    @Override
    public McpClient connect(ServerAddress address, ServerListener listener, Deadline deadline)
            throws InterruptedException {
        return switch (address) {
            case ServerAddress.StreamableHttp(var url, var headers) ->
                connect(server(url.getHost()), headers, listener);
            case ServerAddress.Sse(var url, var headers) -> connect(server(url.getHost()), headers, listener);
            case ServerAddress.Stdio _ -> throw new AssertionError("a child process has no tokens");
        };
    }

    private static McpClient connect(Guarded server, ServerAddress.RequestHeaders headers, ServerListener listener)
            throws InterruptedException {
        server.admit(headers);
        Eventually.open(server.name + " answers", server.gate);
        return server.client(headers, listener);
    }

    /** One server, and what reached it. */
    public static final class Guarded {
        final String name;
        public final Set<String> good = ConcurrentHashMap.newKeySet();
        final List<String> tools = new CopyOnWriteArrayList<>(List.of("read"));
        public final List<String> seen = new CopyOnWriteArrayList<>();
        public final List<String> refused = new CopyOnWriteArrayList<>();
        final List<ServerListener> clients = new CopyOnWriteArrayList<>();
        final AtomicInteger faults = new AtomicInteger();
        volatile CountDownLatch gate = new CountDownLatch(0);
        volatile Optional<Fault> fault = Optional.empty();
        /** What becomes of questions for lists. */
        volatile Optional<Fault> listFault = Optional.empty();
        /** The streams on which it tells of changes, each with the one who listens. */
        private final Map<ServerListener, CountDownLatch> streams = new ConcurrentHashMap<>();

        Guarded(String name) {
            this.name = name;
        }

        private String admit(ServerAddress.RequestHeaders headers) throws InterruptedException {
            var header = headers.current().first("Authorization").orElse("nothing");
            if (fault.isPresent()) {
                faults.incrementAndGet();
                throw new McpTransportException(fault.get(), false, "fault");
            }
            if (good.stream().noneMatch(token -> header.equals("Bearer " + token))) {
                refused.add(header);
                throw new McpTransportException(new Fault.Unauthorized(List.of("Bearer")), false, "HTTP 401");
            }
            seen.add(header);
            return header;
        }

        private McpClient client(ServerAddress.RequestHeaders headers, ServerListener listener) {
            clients.add(listener);
            return new McpClient() {
                @Override
                public ServerHello hello() {
                    return new ServerHello(
                            Revision.V2025_11_25,
                            JsonObject.of("name", name),
                            JsonObject.of("tools", JsonObject.EMPTY.with("listChanged", true)),
                            Optional.empty());
                }

                @Override
                public McpOutcome call(McpCall call, ReplyChannel reply, Deadline deadline)
                        throws InterruptedException {
                    var header = admit(headers);
                    if (call.method().equals("tools/list") && listFault.isPresent()) {
                        throw new McpTransportException(listFault.get(), false, "list fault");
                    }
                    return new McpOutcome.Complete(
                            call.method().equals("tools/list")
                                    ? listed()
                                    : CallToolResult.text(header).json());
                }

                @Override
                public void send(Message.Notification notification) {
                    // Nothing comes of it.
                }

                @Override
                public StreamEnd listen() throws InterruptedException {
                    var end = new CountDownLatch(1);
                    streams.put(listener, end);
                    try {
                        end.await();
                    } finally {
                        streams.remove(listener, end);
                    }
                    return StreamEnd.BROKEN;
                }

                @Override
                public void close() {
                    clients.remove(listener);
                }
            };
        }

        /** Offers another tool, and tells those who listen. */
        void add(String tool) {
            tools.add(tool);
            streams.keySet().forEach(Guarded::tell);
        }

        private static void tell(ServerListener listener) {
            listener.notified(Message.Notification.of("notifications/tools/list_changed", JsonObject.EMPTY));
        }

        /** Ends all streams of changes. */
        void breakStreams() {
            streams.values().forEach(CountDownLatch::countDown);
        }

        int streams() {
            return streams.size();
        }

        private JsonObject listed() {
            return JsonObject.of(
                    "tools",
                    JsonArray.of(tools.stream()
                            .map(tool -> Json.parseObject(
                                    "{\"name\":\"" + tool + "\",\"inputSchema\":{\"type\":\"object\"}}"))
                            .toList()));
        }
    }
}
