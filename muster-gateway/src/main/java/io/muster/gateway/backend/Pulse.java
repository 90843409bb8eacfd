package io.muster.gateway.backend;

import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import java.util.concurrent.atomic.AtomicBoolean;

/** Asks a connected backend whether it lives. One ping at a time. */
final class Pulse {
    private final Surroundings surroundings;
    private final Backend backend;
    private final AtomicBoolean waiting = new AtomicBoolean();

    Pulse(Surroundings surroundings, Backend backend) {
        this.surroundings = surroundings;
        this.backend = backend;
    }

    void check(OpenLine line) {
        if (waiting.compareAndSet(false, true)) {
            surroundings.executor().execute(() -> {
                BackendEvent answer;
                try {
                    answer = ping(line);
                } finally {
                    waiting.set(false);
                }
                backend.post(answer);
            });
        }
    }

    private BackendEvent ping(OpenLine line) {
        var deadline = Deadline.after(surroundings.timings().pingTimeout(), surroundings.clock());
        try {
            var envelope = Envelope.of(line.client().hello().revision());
            // Any answer will do, even that it does not know the method.
            line.client().call(new McpCall(envelope, "ping", JsonObject.EMPTY), ReplyChannel.NONE, deadline);
            return new BackendEvent.PingAnswered(line.attempt());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new BackendEvent.PingAnswered(line.attempt());
        } catch (McpTransportException e) {
            return unanswered(line, e);
        }
    }

    private BackendEvent unanswered(OpenLine line, McpTransportException cause) {
        return switch (cause.fault()) {
            case Fault.SessionLost _ -> new BackendEvent.SessionLost(line.attempt());
            case Fault.Exited _ -> new BackendEvent.Lost(line.attempt(), Failure.losing(cause, backend.spec()));
            case Fault.Forbidden _ -> new BackendEvent.PingAnswered(line.attempt());
            case Fault.HttpStatus(var status) when status < 500 -> new BackendEvent.PingAnswered(line.attempt());
            default -> new BackendEvent.PingFailed(line.attempt(), Failure.pinging(cause, backend.spec()));
        };
    }
}
