package io.muster.cli.bridge;

import io.muster.mcp.server.StdioServer;
import io.muster.mcp.server.legacy.SessionLimits;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * An MCP server on streams, for an IDE, in front of a Muster behind a URL. Answers at once whether or not Muster runs,
 * and outlives its restarts.
 */
public final class Bridge implements AutoCloseable {
    private final BridgeServer server;
    private final Scheduler scheduler;
    private final RandomGenerator random;

    /**
     * @param version of this program
     * @param limit of each call; the IDE's own limit and its cancellations hold in any case
     */
    public Bridge(
            String version,
            Destination destination,
            OutboundClient http,
            Optional<Duration> limit,
            Scheduler scheduler,
            InstantSource clock,
            RandomGenerator random) {
        var connector = new Connections(version, http, scheduler, clock, random).connector();
        this.scheduler = scheduler;
        this.random = random;
        this.server = new BridgeServer(
                version,
                destination,
                (introduction, listener, deadline) ->
                        connector.connect(destination.address(), introduction, listener, deadline),
                () -> limit.map(budget -> Deadline.after(budget, clock)).orElse(Deadline.NONE),
                scheduler,
                clock,
                random);
    }

    /** Serves the IDE until the input ends. Nothing else may write to the output. */
    public void serve(InputStream input, OutputStream output) throws InterruptedException {
        new StdioServer<>(server, BridgeServer.Ide.OWNER, SessionLimits.defaults(), scheduler, random)
                .serve(input, output);
    }

    /** Ends the session with Muster. */
    @Override
    public void close() {
        server.close();
    }
}
