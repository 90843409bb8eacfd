package io.muster.gateway.backend;

import io.muster.mcp.McpOutcome;
import io.muster.mcp.client.McpConnector;
import io.muster.mcp.client.McpTransportException;
import io.muster.mcp.client.McpTransportException.Fault;
import io.muster.wire.time.Deadline;
import io.muster.wire.time.Scheduler;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live backends: starts, watches and heals them. Thread-safe. No lock is held while a backend is talked to, and
 * lookups read published snapshots, so a backend that hangs is noticed by nobody but its own callers.
 */
public final class Backends implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Backends.class);

    private final Surroundings surroundings;
    private final ConcurrentSkipListMap<String, Backend> backends = new ConcurrentSkipListMap<>();
    private final List<BackendListener> listeners = new ArrayList<>();
    private final Object membership = new Object();
    private final Retries retries;
    private final Scheduler.Timer pinging;
    private boolean closed;

    public Backends(McpConnector connector, Scheduler scheduler, InstantSource clock, BackendTimings timings) {
        this(
                connector,
                scheduler,
                clock,
                timings,
                task -> Thread.ofVirtual().name("backend").start(task));
    }

    /** With an executor that runs tasks at once, everything happens on the thread of the caller. */
    Backends(
            McpConnector connector,
            Scheduler scheduler,
            InstantSource clock,
            BackendTimings timings,
            Executor executor) {
        this.surroundings = new Surroundings(connector, scheduler, clock, timings, executor);
        this.retries = new Retries(surroundings, backends.values());
        this.pinging =
                scheduler.every(timings.pingInterval(), () -> backends.values().forEach(Backend::ping));
    }

    /** What a changed definition led to. */
    public enum Applied {
        /** New, but not to be started by itself: nothing runs. */
        NOTHING,
        STARTED,
        UNCHANGED,
        /** Only the description or {@code autoStart} changed; goes on running. */
        RELABELLED,
        RESTARTED
    }

    /** How a start or restart ended. */
    public sealed interface StartOutcome {
        record Started() implements StartOutcome {}

        record AlreadyRunning() implements StartOutcome {}

        record AuthRequired() implements StartOutcome {}

        record Failed(String error) implements StartOutcome {}
    }

    /** Makes reality follow the definition. Does not wait for a connection. Idempotent. */
    public Applied apply(BackendSpec spec) {
        var known = live(spec.name());
        if (known.isEmpty()) {
            if (!spec.autoStart()) {
                return Applied.NOTHING;
            }
            var _ = startLater(spec);
            return Applied.STARTED;
        }
        var backend = known.get();
        var change = SpecChange.between(backend.spec(), spec, backend.status().state());
        if (change != Applied.UNCHANGED) {
            backend.redefine(spec);
        }
        if (change == Applied.RESTARTED) {
            var _ = backend.restart();
        } else if (change == Applied.STARTED) {
            var _ = backend.start();
        }
        return change;
    }

    /** Starts a backend, new or known, and waits until the attempt has ended. */
    public StartOutcome start(BackendSpec spec) throws InterruptedException {
        return surroundings.await(startLater(spec), Deadline.NONE);
    }

    /** A backend that is just being removed is awaited, then begun anew. */
    private CompletableFuture<StartOutcome> startLater(BackendSpec spec) {
        var present = member(spec);
        if (present.isEmpty()) {
            return CompletableFuture.completedFuture(new StartOutcome.Failed("shutting down"));
        }
        var backend = present.get();
        var change = SpecChange.between(backend.spec(), spec, backend.status().state());
        if (change != Applied.UNCHANGED) {
            backend.redefine(spec);
        }
        return (change == Applied.RESTARTED ? backend.restart() : backend.start())
                .thenCompose(outcome -> outcome.map(CompletableFuture::completedFuture)
                        .orElseGet(() -> backend.ended().thenCompose(_ -> {
                            backends.remove(spec.name(), backend);
                            return startLater(spec);
                        })));
    }

    /** Stops a backend and waits; false when there is none of that name. */
    public boolean stop(String name) throws InterruptedException {
        var backend = backends.get(name);
        if (backend == null) {
            return false;
        }
        surroundings.await(backend.stop(), Deadline.NONE);
        return true;
    }

    /** Stops and starts a known backend and waits; empty when there is none of that name. */
    public Optional<StartOutcome> restart(String name) throws InterruptedException {
        var backend = backends.get(name);
        return backend == null ? Optional.empty() : surroundings.await(backend.restart(), Deadline.NONE);
    }

    /** Stops and forgets a backend; false when there is none of that name. */
    public boolean remove(String name) throws InterruptedException {
        var backend = backends.get(name);
        if (backend == null) {
            return false;
        }
        backend.forget();
        surroundings.await(backend.ended(), Deadline.NONE);
        backends.remove(name, backend);
        return true;
    }

    /** A session was connected to a backend with a credential of its own, which shows that it lives. */
    public void entered(String name) {
        Optional.ofNullable(backends.get(name)).ifPresent(backend -> backend.post(new BackendEvent.Entered()));
    }

    public Optional<BackendStatus> find(String name) {
        return Optional.ofNullable(backends.get(name)).map(Backend::status);
    }

    /** All, ordered by name. */
    public List<BackendStatus> all() {
        return backends.values().stream().map(Backend::status).toList();
    }

    /** The way to call a shared backend; empty unless it is connected. */
    public Optional<BackendConnection> connection(String name) {
        return Optional.ofNullable(backends.get(name))
                .filter(Backend::isConnected)
                .map(Backend::connection);
    }

    /**
     * Watches a resource of a backend. Counted: the backend hears of the first watcher only, and again after each
     * reconnect.
     *
     * @throws McpTransportException when it could not be told
     */
    public McpOutcome subscribe(String name, String uri, Deadline deadline) throws InterruptedException {
        return known(name).subscriptions().subscribe(uri, deadline);
    }

    /** Ends one watch of a resource; the backend hears when it was the last. */
    public McpOutcome unsubscribe(String name, String uri, Deadline deadline) throws InterruptedException {
        return known(name).subscriptions().unsubscribe(uri, deadline);
    }

    private Backend known(String name) {
        var backend = backends.get(name);
        if (backend == null) {
            throw new McpTransportException(new Fault.Closed(), false, "there is no backend " + name);
        }
        return backend;
    }

    /** Adds a listener; it first hears the present state and inventory of every backend. */
    public void listen(BackendListener listener) {
        synchronized (membership) {
            listeners.add(listener);
            backends.values().forEach(backend -> backend.listen(listener));
        }
    }

    private Optional<Backend> member(BackendSpec spec) {
        synchronized (membership) {
            var known = backends.get(spec.name());
            if (known != null || closed) {
                return Optional.ofNullable(known);
            }
            var backend = new Backend(spec, surroundings, listeners);
            backends.put(spec.name(), backend);
            return Optional.of(backend);
        }
    }

    private Optional<Backend> live(String name) {
        return Optional.ofNullable(backends.get(name)).filter(backend -> !backend.isEnding());
    }

    /** Stops all backends: no new attempt starts, those in flight are awaited, no child process is left. */
    @Override
    public void close() {
        synchronized (membership) {
            closed = true;
        }
        retries.close();
        pinging.cancel();
        backends.values().forEach(Backend::end);
        var ended = backends.values().stream().map(Backend::ended).toArray(CompletableFuture<?>[]::new);
        var budget = surroundings.timings().closeBudget();
        try {
            surroundings.await(CompletableFuture.allOf(ended), Deadline.after(budget, surroundings.clock()));
        } catch (McpTransportException e) {
            log.atWarn().log("not all backends stopped within {}", budget);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
