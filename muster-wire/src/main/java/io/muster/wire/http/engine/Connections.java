package io.muster.wire.http.engine;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.muster.wire.time.Scheduler;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts connections whose request arrives too slowly, or whose answer is taken too slowly. Helidon has a limit for the time
 * between requests only, and its sockets have no timeouts, so that a client that sends a header byte by byte, or reads
 * nothing, could stay for ever.
 *
 * <p>Every method but the sweep runs on the thread of a connection; that thread stands for the connection.
 */
final class Connections implements Http1ConnectionListener {
    private static final Logger log = LoggerFactory.getLogger(Connections.class);

    private enum Phase {
        /** The request line has arrived. */
        HEADER,
        BODY,
        /** An answer that is known as a whole is being written. */
        WRITE,
        /** The client has done its part; between requests, Helidon's own limit counts. */
        SERVING
    }

    private static final class Connection {
        final ConnectionContext context;
        volatile Phase phase = Phase.SERVING;
        volatile long since;

        Connection(ConnectionContext context) {
            this.context = context;
        }

        void enter(Phase next) {
            since = System.nanoTime();
            phase = next;
        }
    }

    private final long headerNanos;
    private final long bodyNanos;
    private final long writeNanos;
    private final Map<Thread, Connection> open = new ConcurrentHashMap<>();

    Connections(HttpServerOptions options, Scheduler scheduler) {
        headerNanos = options.headerTimeout().toNanos();
        bodyNanos = options.bodyTimeout().toNanos();
        writeNanos = options.writeTimeout().toNanos();
        var shortest = Math.min(headerNanos, Math.min(bodyNanos, writeNanos));
        scheduler.every(Addresses.sweep(Duration.ofNanos(shortest)), this::sweep);
    }

    @Override
    public void prologue(ConnectionContext context, HttpPrologue prologue) {
        of(context).enter(Phase.HEADER);
    }

    @Override
    public void headers(ConnectionContext context, Headers headers) {
        of(context).enter(Phase.SERVING);
    }

    /** The next piece of the request's body is waited for. */
    void awaitsBody() {
        enter(Phase.BODY);
    }

    /** A whole answer is sent. */
    void writes() {
        enter(Phase.WRITE);
    }

    /** The request's body has been read, or the answer written. */
    void serves() {
        enter(Phase.SERVING);
    }

    private void enter(Phase phase) {
        var connection = open.get(Thread.currentThread());
        if (connection != null) {
            connection.enter(phase);
        }
    }

    private Connection of(ConnectionContext context) {
        return open.computeIfAbsent(Thread.currentThread(), _ -> new Connection(context));
    }

    private void sweep() {
        var now = System.nanoTime();
        open.forEach((thread, connection) -> {
            if (!thread.isAlive()) {
                open.remove(thread);
            } else if (isLate(connection, now)) {
                cut(connection);
            }
        });
    }

    private boolean isLate(Connection connection, long now) {
        return switch (connection.phase) {
            case HEADER -> now - connection.since > headerNanos;
            case BODY -> now - connection.since > bodyNanos;
            case WRITE -> now - connection.since > writeNanos;
            case SERVING -> false;
        };
    }

    private static void cut(Connection connection) {
        log.atDebug().addKeyValue("phase", connection.phase).log("the client is too slow, connection cut");
        try {
            connection.context.serverSocket().close();
        } catch (UncheckedIOException e) {
            log.atDebug().setCause(e).log("connection was already gone");
        }
    }
}
