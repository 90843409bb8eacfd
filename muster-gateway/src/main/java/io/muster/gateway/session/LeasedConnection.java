package io.muster.gateway.session;

import io.muster.gateway.backend.BackendConnection;
import io.muster.gateway.backend.CallLimit;
import io.muster.gateway.lease.CredentialUnavailable;
import io.muster.gateway.lease.FailureClass;
import io.muster.gateway.lease.LeaseAnswer;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.ServerHello;
import io.muster.mcp.client.McpClient;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The connection of one session to one backend as callers use it. Every call borrows from the lease, which alone decides
 * about tokens; what a call learns of its token it reports, and a call that cannot have run is made once more with another.
 */
final class LeasedConnection implements BackendConnection {
    private static final Duration HELLO = Duration.ofSeconds(10);

    private final SessionServer server;
    private final InstantSource clock;

    LeasedConnection(SessionServer server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    @Override
    public ServerHello hello() throws InterruptedException {
        try (var grant = borrow(Deadline.after(HELLO, clock))) {
            return client(grant).hello();
        }
    }

    @Override
    public McpOutcome call(McpCall call, ReplyChannel reply, Deadline deadline) throws InterruptedException {
        var limit = CallLimit.of(server.spec(), deadline, clock);
        try {
            return twice(call, reply, limit.deadline());
        } catch (McpTransportException e) {
            throw limit.explained(e);
        }
    }

    private McpOutcome twice(McpCall call, ReplyChannel reply, Deadline deadline) throws InterruptedException {
        try {
            return once(call, reply, deadline);
        } catch (McpTransportException e) {
            if (!isWorthAnother(e)) {
                throw e;
            }
        }
        return once(call, reply, deadline);
    }

    /** The lease has been told, so another attempt has another token or another connection, or is withheld. */
    private static boolean isWorthAnother(McpTransportException failure) {
        if (failure.mayHaveRun()) {
            return false;
        }
        return switch (failure.fault()) {
            case Fault.Unauthorized _, Fault.SessionLost _ -> true;
            default -> failure.getCause() instanceof CredentialUnavailable;
        };
    }

    private McpOutcome once(McpCall call, ReplyChannel reply, Deadline deadline) throws InterruptedException {
        try (var grant = borrow(deadline)) {
            try {
                var outcome = client(grant).call(call, reply, deadline);
                server.lease().callAnswered(grant.token());
                return outcome;
            } catch (McpTransportException e) {
                report(e, grant);
                throw e;
            }
        }
    }

    private void report(McpTransportException failure, LeaseAnswer.Granted grant) {
        switch (failure.fault()) {
            case Fault.Unauthorized _ -> server.lease().callRefused(grant.token());
            case Fault.Forbidden _ -> server.lease().callForbidden(grant.token());
            case Fault.SessionLost _, Fault.Network _ ->
                connection(grant).line().lost();
            default -> {
                // Says nothing about the token or the connection.
            }
        }
    }

    @Override
    public void send(Message.Notification notification) throws InterruptedException {
        try (var grant = borrow(Deadline.after(HELLO, clock))) {
            client(grant).send(notification);
        }
    }

    private LeaseAnswer.Granted borrow(Deadline deadline) throws InterruptedException {
        return switch (server.lease().borrow(deadline)) {
            case LeaseAnswer.Granted granted -> granted;
            case LeaseAnswer.Withheld(var reason, var _) ->
                throw new McpTransportException(new Fault.Closed(), false, text(reason));
        };
    }

    /** Clients look for {@code not authenticated to server}. */
    private String text(FailureClass reason) {
        var text = reason.text();
        return switch (reason) {
            case BACKEND_UNREACHABLE, PROVIDER_UNAVAILABLE, PENDING, ENDED -> text;
            default -> "user not authenticated to server " + server.name() + ": " + text;
        };
    }

    private static McpClient client(LeaseAnswer.Granted grant) {
        return connection(grant).client();
    }

    private static SessionConnection connection(LeaseAnswer.Granted grant) {
        return (SessionConnection) grant.connection();
    }
}
