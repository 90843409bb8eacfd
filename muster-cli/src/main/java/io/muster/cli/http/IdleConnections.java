package io.muster.cli.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Connections that wait for another request. Thread-safe. */
final class IdleConnections implements AutoCloseable {
    private static final int MOST = 8;
    /** Shorter than servers wait before they hang up, which would lose the request that is just on its way. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean closed;

    private record Idle(String origin, HttpConnection connection, Instant since) {}

    IdleConnections(InstantSource clock) {
        this.clock = clock;
    }

    void add(Origin origin, HttpConnection connection) {
        Optional<HttpConnection> surplus;
        synchronized (this) {
            if (closed) {
                surplus = Optional.of(connection);
            } else {
                idle.addFirst(new Idle(origin.key(), connection, clock.instant()));
                surplus = idle.size() > MOST ? Optional.of(idle.removeLast().connection()) : Optional.empty();
            }
        }
        surplus.ifPresent(HttpConnection::close);
    }

    /** The connection that was used last, of those that still can be. */
    Optional<HttpConnection> take(Origin origin) {
        for (var next = next(origin.key()); next.isPresent(); next = next(origin.key())) {
            var candidate = next.get();
            var age = Duration.between(candidate.since(), clock.instant());
            if (age.compareTo(LONGEST) < 0 && candidate.connection().isQuiet()) {
                return Optional.of(candidate.connection());
            }
            candidate.connection().close();
        }
        return Optional.empty();
    }

    private synchronized Optional<Idle> next(String origin) {
        for (var all = idle.iterator(); all.hasNext(); ) {
            var one = all.next();
            if (one.origin().equals(origin)) {
                all.remove();
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        List<Idle> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(idle);
            idle.clear();
        }
        all.forEach(one -> one.connection().close());
    }
}
