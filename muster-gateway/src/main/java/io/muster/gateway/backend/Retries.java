package io.muster.gateway.backend;

import io.muster.wire.time.Scheduler;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Tries backends again whose time has come, the longest overdue first, a few at a time. Looks at regular intervals and,
 * so that a crowd does not wait for the next one, whenever an attempt ends.
 */
final class Retries implements AutoCloseable {
    private final Surroundings surroundings;
    private final Collection<Backend> backends;
    private final Mailbox order;
    private final Scheduler.Timer timer;
    private final Set<Backend> underWay = new HashSet<>();
    private volatile boolean closed;

    Retries(Surroundings surroundings, Collection<Backend> backends) {
        this.surroundings = surroundings;
        this.backends = backends;
        this.order = new Mailbox(surroundings.executor());
        this.timer =
                surroundings.scheduler().every(surroundings.timings().retryInterval(), () -> order.post(this::look));
    }

    private void look() {
        var now = surroundings.clock().instant();
        while (!closed && underWay.size() < BackendTimings.CONCURRENT_RETRIES) {
            var next = mostOverdue(now);
            if (next.isEmpty()) {
                return;
            }
            begin(next.get());
        }
    }

    private Optional<Backend> mostOverdue(Instant now) {
        return backends.stream()
                .filter(backend -> !underWay.contains(backend))
                .filter(backend -> RetryEligibility.due(backend.status(), now))
                .min(Comparator.comparing(
                        backend -> backend.status().nextRetry().orElse(Instant.MAX)));
    }

    private void begin(Backend backend) {
        underWay.add(backend);
        backend.retry(() -> order.post(() -> {
            underWay.remove(backend);
            look();
        }));
    }

    @Override
    public void close() {
        closed = true;
        timer.cancel();
    }
}
