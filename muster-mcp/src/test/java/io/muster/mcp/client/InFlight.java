package io.muster.mcp.client;

import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.Revision;
import io.muster.testkit.Eventually;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A call made on a virtual thread. */
final class InFlight {
    private final CompletableFuture<McpOutcome> outcome = new CompletableFuture<>();
    private final Thread thread;

    private InFlight(McpClient client, McpCall call, ReplyChannel reply, Deadline deadline) {
        thread = Thread.startVirtualThread(() -> {
            try {
                outcome.complete(client.call(call, reply, deadline));
            } catch (InterruptedException | RuntimeException e) {
                outcome.completeExceptionally(e);
            }
        });
    }

    static InFlight call(McpClient client, McpCall call, ReplyChannel reply, Deadline deadline) {
        return new InFlight(client, call, reply, deadline);
    }

    static McpCall tool(String name, String arguments, String... capabilities) {
        var can = JsonObject.EMPTY;
        for (var capability : capabilities) {
            can = can.with(capability, JsonObject.EMPTY);
        }
        var plain = Envelope.of(Revision.NEWEST_LEGACY);
        var envelope = new Envelope(
                plain.revision(), plain.clientInfo(), can, plain.logLevel(), plain.progressToken(), plain.trace());
        var params = JsonObject.of("name", name).with("arguments", Json.parse(arguments));
        return new McpCall(envelope, "tools/call", params);
    }

    void interrupt() {
        thread.interrupt();
    }

    boolean isDone() {
        return outcome.isDone();
    }

    JsonObject result() throws InterruptedException {
        if (outcome() instanceof McpOutcome.Complete(var result)) {
            return result;
        }
        throw new AssertionError("no result but " + outcome);
    }

    McpOutcome outcome() throws InterruptedException {
        try {
            return Eventually.result("the call ends", outcome);
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    McpTransportException failure() throws InterruptedException {
        if (thrown() instanceof McpTransportException failure) {
            return failure;
        }
        throw new AssertionError("no transport failure but " + outcome);
    }

    Throwable thrown() throws InterruptedException {
        try {
            throw new AssertionError("no failure but " + Eventually.result("the call fails", outcome));
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }
}
