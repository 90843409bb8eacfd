package io.muster.bench;

import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendListener;
import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.BackendStatus;
import io.muster.gateway.backend.CredentialPolicy;
import io.muster.gateway.backend.Endpoint;
import io.muster.gateway.backend.Inventory;
import io.muster.gateway.backend.ServiceState;
import io.muster.gateway.lease.BackendOpener;
import io.muster.gateway.lease.Basis;
import io.muster.gateway.lease.CredentialSource;
import io.muster.gateway.lease.CredentialSource.Acquired;
import io.muster.gateway.lease.LeaseSource;
import io.muster.gateway.lease.SubjectCredentials;
import io.muster.gateway.session.CredentialSources;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Revision;
import io.muster.mcp.ServerHello;
import io.muster.mcp.Tool;
import io.muster.mcp.client.McpClient;
import io.muster.mcp.client.McpConnector;
import io.muster.mcp.client.ServerAddress;
import io.muster.mcp.client.ServerListener;
import io.muster.mcp.client.StreamEnd;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.SystemScheduler;
import io.muster.wire.time.TimedWait;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * Servers without sockets, connected to with exchanged tokens: what is measured over them is what sessions and leases cost
 * themselves. Each takes its time to connect and offers five tools.
 */
final class SessionServersDouble implements McpConnector, CredentialSources {
    static final int SERVERS = 20;
    private static final int TOOLS = 5;

    private final ToLongFunction<String> delays;
    private final Scheduler scheduler;

    /** @param delays in milliseconds, by host */
    SessionServersDouble(ToLongFunction<String> delays, Scheduler scheduler) {
        this.delays = delays;
        this.scheduler = scheduler;
    }

    /** Tells a listener of all servers. */
    static void define(BackendListener listener) {
        for (int i = 0; i < SERVERS; i++) {
            var status = new BackendStatus(
                    spec(name(i)),
                    ServiceState.AUTH_REQUIRED,
                    false,
                    Optional.empty(),
                    0,
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Inventory.EMPTY);
            listener.transitioned(
                    new BackendListener.Transition(Optional.empty(), status, BackendListener.Trigger.COMMAND));
        }
    }

    static String name(int number) {
        return "server-" + number;
    }

    static BackendSpec spec(String name) {
        return new BackendSpec(
                name,
                new Endpoint.StreamableHttp(URI.create("https://" + name + "/mcp"), Map.of()),
                new Access.PerSession(Json.parseObject("{\"tokenExchange\":{\"enabled\":true}}")),
                BackendSpec.Naming.DEFAULT,
                "",
                true,
                Duration.ofSeconds(30));
    }

    static Inventory inventory(String server) {
        var tools = listed(server).values().stream()
                .map(tool -> new Tool((JsonObject) tool))
                .toList();
        return new Inventory(tools, List.of(), List.of(), List.of());
    }

    /** Read anew for each session, as from a socket. */
    private static JsonArray listed(String server) {
        return JsonArray.of(IntStream.range(0, TOOLS)
                .mapToObj(i -> Json.parseObject("""
                        {"name":"list_things_%d","description":"Lists the things of %s that match, newest first.",
                         "inputSchema":{"type":"object","properties":{
                           "namespace":{"type":"string","description":"where to look; everywhere when it is missing"},
                           "limit":{"type":"integer","minimum":1,"maximum":500}}}}
                        """.formatted(i, server)))
                .toList());
    }

    @Override
    public McpClient connect(ServerAddress address, ServerListener listener, Deadline deadline)
            throws InterruptedException {
        var server = ((ServerAddress.StreamableHttp) address).url().getHost();
        var delay = delays.applyAsLong(server);
        if (delay > 0) {
            TimedWait.pause(Duration.ofMillis(delay), scheduler);
        }
        return new Client(server);
    }

    private record Client(String server) implements McpClient {
        private static final ServerHello HELLO = new ServerHello(
                Revision.V2025_11_25,
                JsonObject.of("name", "double"),
                JsonObject.of("tools", JsonObject.EMPTY),
                Optional.empty());

        @Override
        public ServerHello hello() {
            return HELLO;
        }

        @Override
        public McpOutcome call(McpCall call, ReplyChannel reply, Deadline deadline) {
            return new McpOutcome.Complete(JsonObject.of("tools", listed(server)));
        }

        @Override
        public void send(Message.Notification notification) {
            // Nothing comes of it.
        }

        @Override
        public StreamEnd listen() {
            return StreamEnd.UNSUPPORTED;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @Override
    public LeaseSource of(
            SessionId session,
            BackendSpec spec,
            CredentialPolicy policy,
            SubjectCredentials subject,
            BackendOpener opener) {
        return LeaseSource.of(new CredentialSource.ExchangeSubject(subject, (_, _, _) -> token()), subject, opener);
    }

    static Acquired token() {
        // As long as tokens of identity providers are, and a copy of its own for each lease.
        return new Acquired.Token(
                new Secret("e30." + "x".repeat(900) + ".c2ln"),
                SystemScheduler.clock().instant().plus(Duration.ofHours(2)));
    }

    @Override
    public Basis signedIn(SessionId session, BackendSpec spec) {
        return Basis.NONE;
    }

    @Override
    public void redefined(String backend) {
        // Nothing was found out.
    }

    @Override
    public void forgotten(SessionId session, String backend) {}

    @Override
    public void ended(SessionId session) {
        // Nobody signed in.
    }
}
