package io.muster.gateway.meter;

import io.muster.gateway.backend.BackendConnection;
import io.muster.gateway.lease.Leases;
import io.muster.gateway.lease.Permit;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.ServerHello;
import io.muster.oauth.Caller;
import io.muster.wire.time.Deadline;
import java.util.Set;

/** Counts how requests to backends end. */
final class MeasuredLeases implements Leases {
    /** Direct endpoints pass on what clients ask for, whatever it is. */
    private static final Set<String> METHODS = Set.of(
            "tools/list",
            "tools/call",
            "resources/list",
            "resources/templates/list",
            "resources/read",
            "resources/subscribe",
            "resources/unsubscribe",
            "prompts/list",
            "prompts/get",
            "completion/complete",
            "logging/setLevel");

    private final Leases leases;
    private final GatewayMeters meters;

    MeasuredLeases(Leases leases, GatewayMeters meters) {
        this.leases = leases;
        this.meters = meters;
    }

    @Override
    public Permit borrow(String backend, Caller caller) {
        var permit = leases.borrow(backend, caller);
        return permit instanceof Permit.Granted(var connection)
                ? new Permit.Granted(new Measured(backend, connection, meters))
                : permit;
    }

    private record Measured(String backend, BackendConnection connection, GatewayMeters meters)
            implements BackendConnection {
        @Override
        public ServerHello hello() throws InterruptedException {
            return connection.hello();
        }

        @Override
        public McpOutcome call(McpCall call, ReplyChannel reply, Deadline deadline) throws InterruptedException {
            var began = System.nanoTime();
            var outcome = "no_answer";
            try {
                var result = connection.call(call, reply, deadline);
                outcome = GatewayMeters.outcome(result);
                return result;
            } catch (InterruptedException e) {
                outcome = "cancelled";
                throw e;
            } finally {
                var method = METHODS.contains(call.method()) ? call.method() : "other";
                meters.backendRequest(backend, method, outcome, began);
            }
        }

        @Override
        public void send(Message.Notification notification) throws InterruptedException {
            connection.send(notification);
        }
    }
}
