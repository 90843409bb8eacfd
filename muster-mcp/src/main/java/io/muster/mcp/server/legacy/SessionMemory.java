package io.muster.mcp.server.legacy;

import io.muster.wire.budget.ByteBudget;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What transport sessions keep of what clients sent them, in bytes (estimated), together: one for all endpoints of a
 * process. When it is exhausted, the session that was idle for longest makes room. Thread-safe; holds no lock while it
 * ends a session.
 */
public final class SessionMemory {
    private final ByteBudget budget;
    private final Set<Endpoint> endpoints = ConcurrentHashMap.newKeySet();

    /** @param most bytes */
    public SessionMemory(long most) {
        this.budget = new ByteBudget(most);
    }

    /** Sessions of which idle ones may be ended. */
    interface Endpoint {
        /** The one that was idle for longest. */
        Optional<Idle> idlest();
    }

    /** A session that nobody would miss for the moment. */
    record Idle(Instant since, Runnable end) {}

    /** Bytes that are taken. */
    public long held() {
        return budget.held();
    }

    void add(Endpoint endpoint) {
        endpoints.add(endpoint);
    }

    void remove(Endpoint endpoint) {
        endpoints.remove(endpoint);
    }

    private boolean take(long bytes) {
        while (!budget.take(bytes, 0)) {
            var idlest = endpoints.stream()
                    .flatMap(endpoint -> endpoint.idlest().stream())
                    .min(Comparator.comparing(Idle::since));
            if (idlest.isEmpty()) {
                return false;
            }
            idlest.get().end().run();
        }
        return true;
    }

    /** What one session has taken. */
    final class Share {
        private long held;
        private long introduction;
        private boolean closed;

        /** Takes bytes; answers false, and takes none, when there is no room or the session has ended. */
        boolean take(long bytes) {
            if (!SessionMemory.this.take(bytes)) {
                return false;
            }
            synchronized (this) {
                if (!closed) {
                    held += bytes;
                    return true;
                }
            }
            budget.giveBack(bytes);
            return false;
        }

        /** Takes what a handshake needs, in place of the one before; answers as {@link #take}. */
        boolean introduced(long bytes) {
            if (!take(bytes)) {
                return false;
            }
            giveBack(exchange(bytes));
            return true;
        }

        private synchronized long exchange(long bytes) {
            var before = introduction;
            introduction = bytes;
            return before;
        }

        synchronized void giveBack(long bytes) {
            if (!closed) {
                held -= bytes;
                budget.giveBack(bytes);
            }
        }

        /** Gives everything back; the session has ended. */
        synchronized void close() {
            giveBack(held);
            closed = true;
        }
    }
}
