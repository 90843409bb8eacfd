package io.muster.mcp.client;

import io.muster.mcp.client.process.ChildCommand;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Opens connections over stdio, streamable HTTP and HTTP+SSE. Thread-safe; holds no connection. */
public final class TransportConnector implements McpConnector {
    private final OutboundClient http;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final String version;
    private final ClientLimits limits;
    private final String webName;

    /**
     * @param http for backends that an operator configured; must not follow redirects
     * @param random makes the marks by which the descendants of child processes are found; thread-safe
     * @param version what servers are told as our version
     */
    public TransportConnector(
            OutboundClient http,
            Scheduler scheduler,
            InstantSource clock,
            RandomGenerator random,
            String version,
            ClientLimits limits) {
        this(http, scheduler, clock, random, version, limits, "muster-aggregator");
    }

    private TransportConnector(
            OutboundClient http,
            Scheduler scheduler,
            InstantSource clock,
            RandomGenerator random,
            String version,
            ClientLimits limits,
            String webName) {
        this.http = http;
        this.scheduler = scheduler;
        this.clock = clock;
        this.random = random;
        this.version = version;
        this.limits = limits;
        this.webName = webName;
    }

    /** A connector that tells servers on the web another name of ours. */
    public TransportConnector introducedAs(String name) {
        return new TransportConnector(http, scheduler, clock, random, version, limits, name);
    }

    @Override
    public McpClient connect(ServerAddress address, ServerListener listener, Deadline deadline)
            throws InterruptedException {
        var name = address instanceof ServerAddress.Stdio ? "muster" : webName;
        return connect(address, Introduction.ofMediator(name, version), listener, deadline);
    }

    @Override
    public McpClient connectWithoutStream(ServerAddress address, ServerListener listener, Deadline deadline)
            throws InterruptedException {
        return open(address, Introduction.ofMediator(webName, version), Hearing.WHEN_ASKED, listener, deadline);
    }

    /**
     * Connects for one client, in whose name the connection introduces itself.
     *
     * @throws McpTransportException when there is no connection by the deadline; nothing is left behind then
     */
    public McpClient connect(
            ServerAddress address, Introduction introduction, ServerListener listener, Deadline deadline)
            throws InterruptedException {
        return open(address, introduction, Hearing.ALWAYS, listener, deadline);
    }

    /**
     * Connects for one caller that makes one call after the other and hears only what the server says in their course.
     * Over streamable HTTP all work is done on the thread of that caller: an interrupt must end the reads and writes of the
     * HTTP client there.
     *
     * @throws McpTransportException when there is no connection by the deadline; nothing is left behind then
     */
    public McpClient connectForCalls(ServerAddress address, Deadline deadline) throws InterruptedException {
        var introduction = Introduction.ofMediator(webName, version);
        return open(address, introduction, Hearing.IN_CALLS, Silence.LISTENER, deadline);
    }

    private McpClient open(
            ServerAddress address,
            Introduction introduction,
            Hearing hearing,
            ServerListener listener,
            Deadline deadline)
            throws InterruptedException {
        return Connection.open(
                wire(address, hearing), new Handshake(introduction), listener, limits, scheduler, clock, deadline);
    }

    private Wire wire(ServerAddress address, Hearing hearing) {
        return switch (address) {
            case ServerAddress.Stdio stdio -> new StdioWire(command(stdio), limits.child(), mark(), scheduler, clock);
            case ServerAddress.StreamableHttp web -> new HttpWire(web, http, hearing, limits, scheduler, clock);
            case ServerAddress.Sse sse -> new SseWire(sse, http, limits, scheduler, clock);
        };
    }

    private ChildCommand command(ServerAddress.Stdio stdio) {
        return new ChildCommand(stdio.command(), stdio.arguments(), stdio.environment(), limits.inherited());
    }

    private String mark() {
        return Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
    }
}
