package io.muster.gateway.backend;

import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.ServerHello;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.wire.time.Deadline;

/** The connection of a backend as callers use it. Reports what goes wrong; decides nothing about the backend. */
record SharedConnection(Backend backend) implements BackendConnection {
    @Override
    public ServerHello hello() {
        return backend.latestLine().client().hello();
    }

    @Override
    public McpOutcome call(McpCall call, ReplyChannel reply, Deadline deadline) throws InterruptedException {
        var limit =
                CallLimit.of(backend.spec(), deadline, backend.surroundings().clock());
        try {
            return attempt(call, reply, limit.deadline());
        } catch (McpTransportException e) {
            throw limit.explained(e);
        }
    }

    private McpOutcome attempt(McpCall call, ReplyChannel reply, Deadline deadline) throws InterruptedException {
        var line = backend.line(deadline);
        try {
            return line.client().call(call, reply, deadline);
        } catch (McpTransportException e) {
            if (!(e.fault() instanceof Fault.SessionLost)) {
                report(line, e);
                throw e;
            }
            var renewed = backend.renewed(line, deadline);
            if (e.mayHaveRun()) {
                throw e;
            }
            return repeat(renewed, call, reply, deadline);
        }
    }

    private McpOutcome repeat(OpenLine line, McpCall call, ReplyChannel reply, Deadline deadline)
            throws InterruptedException {
        try {
            return line.client().call(call, reply, deadline);
        } catch (McpTransportException e) {
            report(line, e);
            throw e;
        }
    }

    @Override
    public void send(Message.Notification notification) throws InterruptedException {
        var line = backend.line(Deadline.after(
                backend.surroundings().timings().listBudget(),
                backend.surroundings().clock()));
        line.client().send(notification);
    }

    /** One failed call proves little: it makes the backend be pinged. Only an exit speaks for itself. */
    private void report(OpenLine line, McpTransportException cause) {
        switch (cause.fault()) {
            case Fault.Exited _ -> backend.lost(line.attempt(), cause);
            case Fault.Network _, Fault.TimedOut _, Fault.Unauthorized _ -> backend.ping(line);
            case Fault.HttpStatus(var status) when status >= 500 -> backend.ping(line);
            case Fault.Forbidden _, Fault.HttpStatus _, Fault.SpawnFailed _, Fault.ProtocolViolation _ -> {}
            case Fault.SessionLost _ -> backend.post(new BackendEvent.SessionLost(line.attempt()));
            case Fault.Closed _ -> {}
        }
    }
}
