package io.muster.gateway.backend;

import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.GoDuration;
import java.time.Duration;
import java.time.InstantSource;

/** How long one call may take: as long as its caller waits, and no longer than the definition of the backend says. */
public record CallLimit(Duration limit, Deadline caller, Deadline end) {
    public static CallLimit of(BackendSpec spec, Deadline caller, InstantSource clock) {
        var limit = spec.callTimeout();
        return new CallLimit(limit, caller, Deadline.after(limit, clock));
    }

    public Deadline deadline() {
        return caller.orEarlier(end);
    }

    /** What became of a call, which may have taken longer than the definition says; then that is told. */
    public McpTransportException explained(McpTransportException failure) {
        return failure.fault() instanceof Fault.TimedOut && end.at().isBefore(caller.at())
                ? new McpTransportException(
                        failure.fault(), failure.mayHaveRun(), "no answer within " + GoDuration.format(limit), failure)
                : failure;
    }
}
