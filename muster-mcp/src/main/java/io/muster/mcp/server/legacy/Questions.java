package io.muster.mcp.server.legacy;

import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.Message;
import io.muster.mcp.RequestId;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;

/**
 * Requests to the client of one transport session that wait for its answer. Ids are random, and looked up in the session
 * that the answer arrives in only: no other client can answer.
 */
final class Questions {
    private static final McpOutcome GONE = new McpOutcome.Failed(McpError.internal("the client is gone"));

    private final int limit;
    private final RandomGenerator random;
    private final Map<RequestId, CompletableFuture<McpOutcome>> waiting = new HashMap<>(2);
    private boolean closed;

    Questions(int limit, RandomGenerator random) {
        this.limit = limit;
        this.random = random;
    }

    McpOutcome ask(String method, JsonObject params, Outlet outlet) throws InterruptedException {
        var id = freshId();
        var answer = new CompletableFuture<McpOutcome>();
        var refusal = register(id, answer);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        try {
            if (!outlet.send(Message.Request.of(id, method, params).json())) {
                return new McpOutcome.Failed(McpError.internal("the client cannot be asked while it makes this call"));
            }
            outlet.onLoss(() -> answer.complete(GONE));
            return answer.get();
        } catch (InterruptedException cancelled) {
            outlet.send(withdrawal(id).json());
            throw cancelled;
        } catch (ExecutionException never) {
            throw new IllegalStateException("answers are never exceptional", never);
        } finally {
            take(id);
        }
    }

    /** Takes the client's answer; one that nobody waits for is ignored. */
    void answered(Message.Response response) {
        response.id().flatMap(this::take).ifPresent(answer -> answer.complete(outcome(response)));
    }

    /** Ends all waiting. */
    void close() {
        List<CompletableFuture<McpOutcome>> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(waiting.values());
            waiting.clear();
        }
        left.forEach(answer -> answer.complete(GONE));
    }

    /** An id that the client has not seen and nobody can guess. */
    RequestId freshId() {
        return new RequestId(new JsonString("muster-" + Long.toHexString(random.nextLong())));
    }

    private synchronized Optional<McpOutcome> register(RequestId id, CompletableFuture<McpOutcome> answer) {
        if (closed) {
            return Optional.of(GONE);
        }
        if (waiting.size() >= limit) {
            return Optional.of(
                    new McpOutcome.Failed(McpError.internal("too many questions wait for the client's answer")));
        }
        waiting.put(id, answer);
        return Optional.empty();
    }

    private synchronized Optional<CompletableFuture<McpOutcome>> take(RequestId id) {
        return Optional.ofNullable(waiting.remove(id));
    }

    private static McpOutcome outcome(Message.Response response) {
        var error = response.error();
        if (error.isPresent()) {
            return new McpOutcome.Failed(error.get());
        }
        return response.result()
                .<McpOutcome>map(McpOutcome.Complete::new)
                .orElseGet(() -> new McpOutcome.Failed(McpError.internal("the client's answer is no object")));
    }

    private static Message.Notification withdrawal(RequestId id) {
        return Message.Notification.of(
                "notifications/cancelled",
                JsonObject.builder()
                        .put("requestId", id.value())
                        .put("reason", "the call was cancelled")
                        .build());
    }
}
