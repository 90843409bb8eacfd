package io.muster.valkey;

import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;

/**
 * A connection on which the server speaks unasked. Whatever ends it, it is made again after a pause, a longer one where the
 * server refuses what it is asked for; what is said meanwhile is not heard. One thread at a time asks, hears and notices the
 * end.
 */
final class Listening implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration PAUSE_OF_THE_REFUSED = Duration.ofMinutes(1);

    private final Thread.Builder threads;
    private final Supplier<Connection> connections;
    private final Scheduler scheduler;
    private final Listener listener;

    // Guarded by this.
    private @Nullable Connection open;
    private Scheduler.Timer next = () -> {};
    private boolean closed;

    /** Who listens. */
    interface Listener {
        /** Asks the server, on a new connection, to speak. */
        void ask(Connection connection);

        void hear(Reply message);

        /** Nothing is heard any more, or nothing was from the beginning. */
        void lost(RuntimeException cause);
    }

    Listening(Thread.Builder threads, Supplier<Connection> connections, Scheduler scheduler, Listener listener) {
        this.threads = threads;
        this.connections = connections;
        this.scheduler = scheduler;
        this.listener = listener;
    }

    void start() {
        threads.start(this::listen);
    }

    private void listen() {
        try (var connection = connections.get()) {
            if (taken(connection)) {
                listener.ask(connection);
                connection.setTimeoutInfinite();
                for (; ; ) {
                    Reply.of(connection.getUnflushedObject()).ifPresent(listener::hear);
                }
            }
        } catch (RuntimeException e) {
            if (!isClosed()) {
                listener.lost(e);
                again(StartFailure.isRefusal(e) ? PAUSE_OF_THE_REFUSED : PAUSE);
            }
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized boolean taken(Connection connection) {
        if (!closed) {
            open = connection;
        }
        return !closed;
    }

    private synchronized void again(Duration pause) {
        open = null;
        if (!closed) {
            next = scheduler.after(pause, this::start);
        }
    }

    /** Ends the connection, which may be dead without showing it. */
    void restart() {
        Connection dead;
        synchronized (this) {
            dead = open;
        }
        if (dead != null) {
            dead.disconnect();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            next.cancel();
        }
        restart();
    }
}
