package io.muster.cli.repl;

import io.muster.cli.bridge.Arrival;
import io.muster.cli.bridge.Connections;
import io.muster.cli.bridge.Destination;
import io.muster.cli.bridge.Link;
import io.muster.cli.bridge.Pending;
import io.muster.cli.bridge.Uplink;
import io.muster.cli.client.ServerTools;
import io.muster.cli.servers.ClientSession;
import io.muster.cli.servers.Session;
import io.muster.mcp.CallToolResult;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.client.McpClient;
import io.muster.mcp.client.McpTransportException;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** The Muster that the session talks to; it may be exchanged for another, and outlives restarts. Thread-safe. */
final class Server implements AutoCloseable {
    /** For what a server answers from memory. */
    static final Duration SHORT = Duration.ofSeconds(30);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final JsonObject CAPABILITIES = Json.parseObject("{\"elicitation\":{\"form\":{},\"url\":{}}}");

    private final Connections connections;
    private final Deadlines deadlines;
    private final Trace trace;
    private final Listener listener;
    private volatile Optional<Line> current = Optional.empty();

    /** Hears of the server in use. Methods are called from threads of the connection. */
    interface Listener {
        void connectedAgain();

        void lost(String reason);

        void notified(Message.Notification notification);

        McpOutcome asked(String method, JsonObject params) throws InterruptedException;
    }

    /** When a call that begins now must have ended. */
    private record Deadlines(Connections connections, Optional<Duration> limit) {
        Deadline ofCall() {
            return limit.map(this::within).orElse(Deadline.NONE);
        }

        Deadline within(Duration budget) {
            return Deadline.after(budget, connections.clock());
        }
    }

    /** @param limit of each call; without one a call may take the time it needs */
    Server(Connections connections, Optional<Duration> limit, Trace trace, Listener listener) {
        this.connections = connections;
        this.deadlines = new Deadlines(connections, limit);
        this.trace = trace;
        this.listener = listener;
    }

    /**
     * Connects, and hangs up on the server in use; without a connection that one stays.
     *
     * @throws io.muster.cli.client.ConnectionFailure when there is no connection
     */
    void connect(Destination destination, Consumer<String> say) throws InterruptedException {
        var line = new Line(destination);
        try {
            new Arrival(destination, connections.scheduler()).await(line.uplink, say);
        } catch (RuntimeException | InterruptedException failure) {
            line.uplink.close();
            throw failure;
        }
        var before = current;
        current = Optional.of(line);
        before.ifPresent(old -> old.uplink.close());
    }

    /** Calls a tool for the person; its own failure is a result. */
    CallToolResult call(String tool, JsonObject arguments, ReplyChannel reply) throws InterruptedException {
        return call(tool, arguments, reply, deadlines.ofCall());
    }

    /** The session in use, as far as it is about logins. */
    Session session() throws InterruptedException {
        var line = current.orElseThrow(() -> new SessionFailure("not connected"));
        return new ClientSession(line.client(line.uplink.reach(PATIENCE)), connections.clock());
    }

    /** Asks what a server answers from memory. */
    CallToolResult look(String tool, JsonObject arguments) throws InterruptedException {
        return look(tool, arguments, SHORT);
    }

    CallToolResult look(String tool, JsonObject arguments, Duration limit) throws InterruptedException {
        return call(tool, arguments, ReplyChannel.NONE, deadlines.within(limit));
    }

    /** @throws SessionFailure when there was no answer */
    private CallToolResult call(String tool, JsonObject arguments, ReplyChannel reply, Deadline deadline)
            throws InterruptedException {
        var line = current.orElseThrow(() -> new SessionFailure("not connected"));
        var first = line.client(line.uplink.reach(PATIENCE));
        try {
            return call(first, tool, arguments, reply, deadline);
        } catch (McpTransportException failure) {
            var link = line.uplink.after(first, failure, PATIENCE);
            if (link instanceof Link.Down(Pending.LoginRequired reason)) {
                throw new SessionFailure(reason.text(line.destination), failure);
            }
            if (failure.mayHaveRun() || !(link instanceof Link.Up(var second)) || second == first) {
                throw noAnswer(tool, failure);
            }
            return again(second, tool, arguments, reply, deadline);
        }
    }

    private CallToolResult again(
            McpClient client, String tool, JsonObject arguments, ReplyChannel reply, Deadline deadline)
            throws InterruptedException {
        try {
            return call(client, tool, arguments, reply, deadline);
        } catch (McpTransportException failure) {
            throw noAnswer(tool, failure);
        }
    }

    private CallToolResult call(
            McpClient client, String tool, JsonObject arguments, ReplyChannel reply, Deadline deadline)
            throws InterruptedException {
        trace.request(tool, arguments);
        var result = new ServerTools(client, reply).call(tool, arguments, deadline);
        trace.response(tool, result.json());
        return result;
    }

    private static SessionFailure noAnswer(String tool, McpTransportException failure) {
        if (failure.fault() instanceof McpTransportException.Fault.TimedOut) {
            return new SessionFailure(tool + " did not end in time (--timeout sets the limit)", failure);
        }
        var reached = failure.mayHaveRun() ? "; it may have been carried out nevertheless" : "";
        return new SessionFailure("no answer to " + tool + ": " + failure.getMessage() + reached, failure);
    }

    @Override
    public void close() {
        current.ifPresent(line -> line.uplink.close());
    }

    /** One way to one Muster. What a former one says is not passed on. */
    private final class Line implements Uplink.Observer {
        private final Destination destination;
        private final Uplink uplink;

        Line(Destination destination) {
            this.destination = destination;
            this.uplink = connections.uplink(destination, CAPABILITIES, this);
        }

        McpClient client(Link link) {
            return switch (link) {
                case Link.Up(var client) -> client;
                case Link.Down(var reason) -> throw new SessionFailure(reason.text(destination));
            };
        }

        private boolean isCurrent() {
            return current.filter(line -> line == this).isPresent();
        }

        @Override
        public void opened(McpClient client) {
            if (isCurrent()) {
                listener.connectedAgain();
            }
        }

        @Override
        public void down(Pending reason) {
            if (isCurrent()) {
                listener.lost(
                        reason instanceof Pending.Connecting
                                ? "Connection to Muster at " + destination + " lost; trying again."
                                : reason.text(destination));
            }
        }

        @Override
        public void notified(Message.Notification notification) {
            if (isCurrent()) {
                listener.notified(notification);
            }
        }

        @Override
        public McpOutcome asked(Message.Request request) throws InterruptedException {
            return listener.asked(request.method(), request.params());
        }
    }
}
