package io.muster.gateway.lease;

import java.util.function.Consumer;

/**
 * A connection that is closed when the last of its users is done, or when they have had long enough. Thread-safe; the
 * closing itself is somebody else's task.
 */
final class Shared {
    private final long number;
    private final BackendOpener.Connection connection;
    private final Consumer<BackendOpener.Connection> closing;
    private int users;
    private boolean retired;
    private boolean closed;

    Shared(long number, BackendOpener.Connection connection, Consumer<BackendOpener.Connection> closing) {
        this.number = number;
        this.connection = connection;
        this.closing = closing;
    }

    long number() {
        return number;
    }

    BackendOpener.Connection connection() {
        return connection;
    }

    /** One more user; false when it is too late. */
    synchronized boolean use() {
        if (!retired) {
            users++;
        }
        return !retired;
    }

    void release() {
        synchronized (this) {
            users--;
        }
        closeIfUnused();
    }

    /** Nobody else may use it. */
    void retire() {
        synchronized (this) {
            retired = true;
        }
        closeIfUnused();
    }

    /** Its users have had long enough. */
    void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        closing.accept(connection);
    }

    private void closeIfUnused() {
        boolean unused;
        synchronized (this) {
            unused = retired && users == 0;
        }
        if (unused) {
            close();
        }
    }
}
