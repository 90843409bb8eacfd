package io.muster.mcp.client;

import io.muster.mcp.McpCall;
import io.muster.mcp.ReplyChannel;
import io.muster.wire.time.Deadline;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The calls in flight on one connection, by the numbers they have on the wire. */
final class Calls {
    private final Map<Long, PendingCall> open = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    PendingCall add(McpCall call, ReplyChannel reply, Deadline deadline) {
        var pending = new PendingCall(numbers.incrementAndGet(), call, reply, deadline);
        open.put(pending.number(), pending);
        return pending;
    }

    void remove(PendingCall call) {
        open.remove(call.number());
    }

    Optional<PendingCall> find(long number) {
        return Optional.ofNullable(open.get(number));
    }

    /**
     * The newest call of the only client that may have caused what a server says. Empty when calls of several clients
     * are in flight, whatever these clients can do: a question must not reach someone who did not cause it.
     */
    Optional<PendingCall> ofOnlyClient() {
        @Nullable PendingCall newest = null;
        for (var call : open.values()) {
            if (call.isTalkative()) {
                if (newest != null && !newest.sameClient(call)) {
                    return Optional.empty();
                }
                newest = newest == null || call.number() > newest.number() ? call : newest;
            }
        }
        return Optional.ofNullable(newest);
    }

    /** Fails all calls, those added meanwhile included if they were added before the connection counts as ended. */
    void failAll(McpTransportException cause) {
        open.values().forEach(call -> call.fail(Faults.forCall(cause, call.hasDeparted())));
    }
}
