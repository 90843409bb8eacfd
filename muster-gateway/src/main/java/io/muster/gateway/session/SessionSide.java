package io.muster.gateway.session;

import io.muster.gateway.backend.Inventory;
import io.muster.gateway.lease.BackendOpener;
import io.muster.mcp.Message;
import java.util.Optional;

/**
 * What one backend offers to one session and tells it outside of calls, whichever connection it comes over. What was read
 * over an earlier connection never replaces what was read over a later one. Thread-safe.
 */
final class SessionSide {
    private final Receiver receiver;
    private final SessionSurroundings surroundings;
    private volatile Optional<Inventory> inventory;
    // Guarded by this.
    private long connections;
    private long newest;

    /** Hears what came of it. Called from threads of connections; may block. */
    interface Receiver {
        /** The object that stands for what was read, in all sessions. */
        Inventory shared(Inventory read);

        /** There is a new connection. */
        void connected();

        /**
         * This is offered now.
         *
         * @param side that it is said to
         * @param whole whether everything could be read
         */
        void offered(SessionSide side, Inventory before, Inventory now, boolean whole);

        void notified(Message.Notification notification);
    }

    /** @param known what the session was offered when it was connected last */
    SessionSide(Optional<Inventory> known, Receiver receiver, SessionSurroundings surroundings) {
        this.inventory = known;
        this.receiver = receiver;
        this.surroundings = surroundings;
    }

    /** What is offered, as it was read last; empty when it never was. */
    Optional<Inventory> inventory() {
        return inventory;
    }

    /** The lists of another connection, which is about to be opened. */
    Listing of(BackendOpener.Line line) {
        long number;
        synchronized (this) {
            number = ++connections;
        }
        return new Listing(number, this, line, surroundings);
    }

    Receiver receiver() {
        return receiver;
    }

    /** Something was read over a connection. */
    void read(long connection, Inventory read, boolean whole) {
        var offered = receiver.shared(read);
        Inventory before;
        synchronized (this) {
            if (connection < newest) {
                return;
            }
            newest = connection;
            before = inventory.orElse(Inventory.EMPTY);
            inventory = Optional.of(offered);
        }
        receiver.offered(this, before, offered, whole);
    }
}
