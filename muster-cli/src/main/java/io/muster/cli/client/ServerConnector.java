package io.muster.cli.client;

import io.muster.cli.client.ConnectionFailure.Kind;
import io.muster.cli.http.SocketClient;
import io.muster.cli.login.Renewed;
import io.muster.cli.login.Wallet;
import io.muster.cli.token.TokenFiles;
import io.muster.mcp.client.ClientLimits;
import io.muster.mcp.client.McpClient;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.mcp.client.ServerAddress;
import io.muster.mcp.client.ServerListener;
import io.muster.mcp.client.TransportConnector;
import io.muster.wire.http.Headers;
import io.muster.wire.outbound.OutboundException;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import io.muster.wire.time.SystemScheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Opens connections to a server and says in one sentence why there is none. Thread-safe; owns its timer. */
public final class ServerConnector implements AutoCloseable {
    /** For requests that carry no credential. */
    public static final ServerAddress.RequestHeaders ANONYMOUS = () -> Headers.EMPTY;

    private static final Duration LOCAL_LIMIT = Duration.ofSeconds(5);
    private static final Duration REMOTE_LIMIT = Duration.ofSeconds(30);

    private final SystemScheduler scheduler = new SystemScheduler();
    private final InstantSource clock = SystemScheduler.clock();
    private final SocketClient http = new SocketClient(scheduler, clock);
    private final Optional<Wallet> wallet;
    private final TransportConnector connector;

    /**
     * A connector without logins.
     *
     * @param name what the server is told as our name
     * @param version what the server is told as our version
     */
    public ServerConnector(String name, String version) {
        this(name, version, Map.of());
    }

    /** @param environment of the person whose logins are used */
    public ServerConnector(String name, String version, Map<String, String> environment) {
        wallet = TokenFiles.find(environment)
                .filter(TokenFiles::exist)
                .map(files -> new Wallet(files, http, scheduler, clock));
        connector = new TransportConnector(
                        wallet.map(Wallet::http).orElse(http),
                        scheduler,
                        clock,
                        // Only child processes would need a better one, which takes its time to start.
                        new Random(),
                        version,
                        ClientLimits.DEFAULT)
                .introducedAs(name);
    }

    /** For requests to a server: the login of the person, if there is one. */
    public ServerAddress.RequestHeaders credentials(Endpoint endpoint) {
        return wallet.map(logins -> logins.headers(endpoint.uri())).orElse(ANONYMOUS);
    }

    /**
     * Connects and completes the handshake. A server on this machine has five seconds for that, another one thirty.
     *
     * @throws ConnectionFailure when there is no connection
     */
    public McpClient connect(Endpoint endpoint, ServerAddress.RequestHeaders headers, ServerListener listener)
            throws InterruptedException {
        try {
            return connector.connect(endpoint.address(headers), listener, limit(endpoint));
        } catch (McpTransportException e) {
            throw reason(endpoint, e);
        }
    }

    /**
     * The same for one caller that makes one call after the other, and does not want to hear what the server says by itself.
     *
     * @throws ConnectionFailure when there is no connection
     */
    public McpClient connectForCalls(Endpoint endpoint, ServerAddress.RequestHeaders headers)
            throws InterruptedException {
        try {
            return connector.connectForCalls(endpoint.address(headers), limit(endpoint));
        } catch (McpTransportException e) {
            throw reason(endpoint, e);
        }
    }

    private Deadline limit(Endpoint endpoint) {
        return Deadline.after(endpoint.isLocal() ? LOCAL_LIMIT : REMOTE_LIMIT, clock);
    }

    /** When something that begins now and may take that long must have ended. */
    public Deadline within(Duration limit) {
        return Deadline.after(limit, clock);
    }

    /** The timer of connections, for whoever has to wait beside them. */
    public Scheduler scheduler() {
        return scheduler;
    }

    @Override
    public void close() {
        http.close();
        scheduler.close();
    }

    /** What the failure of a connection or call means, seen with the login that was used. */
    public ConnectionFailure reason(Endpoint endpoint, McpTransportException failure) {
        var lost = failure.fault() instanceof Fault.Unauthorized
                ? wallet.flatMap(logins -> logins.failure(endpoint.uri()))
                : Optional.<Renewed>empty();
        return lost.map(renewed -> withoutLogin(endpoint, renewed, failure))
                .orElseGet(() -> explained(endpoint, failure));
    }

    private static ConnectionFailure withoutLogin(Endpoint endpoint, Renewed lost, McpTransportException failure) {
        return switch (lost) {
            case Renewed.Unavailable(var text) ->
                new ConnectionFailure(
                        Kind.NOT_RESPONDING, "the login for " + endpoint + " cannot be renewed now: " + text, failure);
            case Renewed.Refused _, Renewed.NotPossible _ ->
                new ConnectionFailure(
                        Kind.AUTHENTICATION_REQUIRED, AuthenticationTexts.expired(endpoint.toString()), failure);
            case Renewed.Fresh _ -> explained(endpoint, failure);
        };
    }

    /** What the failure of a connection or call means to the person who wanted it. */
    public static ConnectionFailure explained(Endpoint endpoint, McpTransportException failure) {
        return switch (failure.fault()) {
            case Fault.Unauthorized _ ->
                new ConnectionFailure(
                        Kind.AUTHENTICATION_REQUIRED, AuthenticationTexts.required(endpoint.toString()), failure);
            case Fault.Network(var kind) when !kind.mayHaveRun() -> unreachable(endpoint, kind, failure);
            case Fault.TimedOut _ -> silent(endpoint, failure);
            case Fault.Forbidden _ -> notResponding(endpoint, "status: 403", failure);
            case Fault.HttpStatus(var status) -> notResponding(endpoint, "status: " + status, failure);
            default -> notResponding(endpoint, String.valueOf(failure.getMessage()), failure);
        };
    }

    private static ConnectionFailure unreachable(
            Endpoint endpoint, OutboundException.Kind kind, McpTransportException failure) {
        var refused = kind == OutboundException.Kind.CONNECT || kind == OutboundException.Kind.UNKNOWN_HOST;
        return new ConnectionFailure(
                Kind.UNREACHABLE,
                endpoint.isLocal() && refused
                        ? "muster server is not running. Start it with: muster serve (endpoint " + endpoint + ")"
                        : "cannot reach " + endpoint + ": " + failure.getMessage(),
                failure);
    }

    private static ConnectionFailure silent(Endpoint endpoint, McpTransportException failure) {
        return new ConnectionFailure(
                Kind.NOT_RESPONDING,
                endpoint.isLocal()
                        ? "muster server is not responding (no answer in time from " + endpoint
                                + "). Try restarting with: muster serve"
                        : "no answer from " + endpoint + " in time",
                failure);
    }

    private static ConnectionFailure notResponding(Endpoint endpoint, String why, McpTransportException failure) {
        return new ConnectionFailure(
                Kind.NOT_RESPONDING,
                endpoint.isLocal()
                        ? "muster server is not responding correctly (" + why + "). Try restarting with: muster serve"
                        : "the server at " + endpoint + " is not responding correctly (" + why + ")",
                failure);
    }
}
