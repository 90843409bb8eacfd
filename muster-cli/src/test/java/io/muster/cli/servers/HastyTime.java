package io.muster.cli.servers;

import io.muster.wire.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that jumps to whatever somebody waits for. For one thread. */
final class HastyTime implements InstantSource, Scheduler {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        now = now.plus(delay);
        task.run();
        return () -> {};
    }

    @Override
    public Timer every(Duration delay, Runnable task) {
        throw new UnsupportedOperationException("nothing here is repeated for ever");
    }
}
