package io.muster.gateway.backend;

import io.muster.mcp.Envelope;
import io.muster.mcp.McpCall;
import io.muster.mcp.McpError;
import io.muster.mcp.McpOutcome;
import io.muster.mcp.ReplyChannel;
import io.muster.mcp.client.McpClient;
import io.muster.mcp.client.McpTransportException;
import io.muster.wire.json.JsonObject;
import io.muster.wire.time.Deadline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resources of one backend that clients watch. The backend hears of a resource with its first watcher and when the
 * last one leaves; a new connection hears of all of them.
 */
final class Subscriptions {
    private static final Logger log = LoggerFactory.getLogger(Subscriptions.class);
    private static final int MAX = 10_000;

    private final Surroundings surroundings;
    private final BackendConnection connection;
    private final Mailbox order;
    private final Map<String, Integer> watchers = new LinkedHashMap<>();

    Subscriptions(Surroundings surroundings, BackendConnection connection) {
        this.surroundings = surroundings;
        this.connection = connection;
        this.order = new Mailbox(surroundings.executor());
    }

    McpOutcome subscribe(String uri, Deadline deadline) throws InterruptedException {
        return inOrder(() -> add(uri, deadline), deadline);
    }

    McpOutcome unsubscribe(String uri, Deadline deadline) throws InterruptedException {
        return inOrder(() -> remove(uri, deadline), deadline);
    }

    /** Tells a new connection what is watched. */
    void renew(McpClient client) throws InterruptedException {
        var deadline = Deadline.after(surroundings.timings().listBudget(), surroundings.clock());
        for (var uri : watched()) {
            try {
                var call = new McpCall(
                        Envelope.of(client.hello().revision()), "resources/subscribe", JsonObject.of("uri", uri));
                client.call(call, ReplyChannel.NONE, deadline);
            } catch (McpTransportException e) {
                log.atWarn().addKeyValue("uri", uri).log("watching a resource again failed: {}", e.getMessage());
                return;
            }
        }
    }

    /** Subscribing and unsubscribing by different clients must reach the backend in the order of their counting. */
    private McpOutcome inOrder(Operation operation, Deadline deadline) throws InterruptedException {
        var outcome = new CompletableFuture<McpOutcome>();
        order.post(() -> {
            try {
                outcome.complete(operation.run());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                outcome.completeExceptionally(e);
            } catch (RuntimeException e) {
                outcome.completeExceptionally(e);
            }
        });
        return surroundings.await(outcome, deadline);
    }

    private interface Operation {
        McpOutcome run() throws InterruptedException;
    }

    private McpOutcome add(String uri, Deadline deadline) throws InterruptedException {
        if (isWatched(uri)) {
            count(uri, 1);
            return new McpOutcome.Complete(JsonObject.EMPTY);
        }
        if (watched().size() >= MAX) {
            return new McpOutcome.Failed(McpError.internal("too many watched resources"));
        }
        var outcome = tell("resources/subscribe", uri, deadline);
        if (outcome instanceof McpOutcome.Complete) {
            count(uri, 1);
        }
        return outcome;
    }

    private McpOutcome remove(String uri, Deadline deadline) throws InterruptedException {
        if (!isWatched(uri) || count(uri, -1) > 0) {
            return new McpOutcome.Complete(JsonObject.EMPTY);
        }
        return tell("resources/unsubscribe", uri, deadline);
    }

    private McpOutcome tell(String method, String uri, Deadline deadline) throws InterruptedException {
        var call = new McpCall(Envelope.of(connection.hello().revision()), method, JsonObject.of("uri", uri));
        return connection.call(call, ReplyChannel.NONE, deadline);
    }

    private synchronized boolean isWatched(String uri) {
        return watchers.containsKey(uri);
    }

    private synchronized List<String> watched() {
        return new ArrayList<>(watchers.keySet());
    }

    private synchronized int count(String uri, int change) {
        int count = watchers.getOrDefault(uri, 0) + change;
        if (count > 0) {
            watchers.put(uri, count);
        } else {
            watchers.remove(uri);
        }
        return count;
    }
}
