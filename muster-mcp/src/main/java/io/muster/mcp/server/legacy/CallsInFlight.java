package io.muster.mcp.server.legacy;

import io.muster.mcp.RequestId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one transport session that have no answer yet. Ids that a client uses twice at the same time are its own
 * affair: over HTTP the answers cannot be confused.
 */
final class CallsInFlight {
    private final int limit;
    private final List<Call> calls = new ArrayList<>(1);
    private @Nullable CompletableFuture<Void> finished;

    CallsInFlight(int limit) {
        this.limit = limit;
    }

    /** A new call; empty when there are too many, or when no more are taken. */
    synchronized Optional<Call> begin(RequestId id) {
        if (calls.size() >= limit || finished != null) {
            return Optional.empty();
        }
        var call = new Call(id);
        calls.add(call);
        return Optional.of(call);
    }

    /** Interrupts the calls with the id. */
    synchronized void cancel(RequestId id) {
        for (var call : calls) {
            if (call.id.equals(id)) {
                call.cancel();
            }
        }
    }

    synchronized void cancelAll() {
        calls.forEach(Call::cancel);
    }

    /** Takes no more calls; completes when the last one has been left. */
    synchronized CompletableFuture<Void> finish() {
        if (finished == null) {
            finished = new CompletableFuture<>();
        }
        completeWhenEmpty();
        return finished;
    }

    synchronized boolean isFinishing() {
        return finished != null;
    }

    synchronized boolean isEmpty() {
        return calls.isEmpty();
    }

    private void completeWhenEmpty() {
        if (finished != null && calls.isEmpty()) {
            finished.complete(null);
        }
    }

    /** One call. Every begun call must be left. */
    final class Call {
        private final RequestId id;
        private @Nullable Thread thread;
        private boolean cancelled;

        private Call(RequestId id) {
            this.id = id;
        }

        /** Binds the call to the current thread; false when it was cancelled before it came to that. */
        boolean enter() {
            synchronized (CallsInFlight.this) {
                thread = Thread.currentThread();
                return !cancelled;
            }
        }

        /** Ends the call: from now on its thread is not interrupted. Answers whether it was cancelled. */
        boolean leave() {
            synchronized (CallsInFlight.this) {
                calls.remove(this);
                completeWhenEmpty();
                if (cancelled) {
                    Thread.interrupted();
                }
                return cancelled;
            }
        }

        private void cancel() {
            cancelled = true;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
