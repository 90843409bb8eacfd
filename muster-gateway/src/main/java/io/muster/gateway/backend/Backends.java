package io.muster.gateway.backend;

import java.util.List;
import java.util.Optional;

/** The live backends: starts, watches and heals them. */
public final class Backends implements AutoCloseable {

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
        throw new UnsupportedOperationException(spec.name());
    }

    /** Starts a backend, new or known, and waits until the attempt has ended. */
    public StartOutcome start(BackendSpec spec) throws InterruptedException {
        throw new UnsupportedOperationException(spec.name());
    }

    /** Stops a backend and waits; false when there is none of that name. */
    public boolean stop(String name) throws InterruptedException {
        throw new UnsupportedOperationException(name);
    }

    /** Stops and starts a known backend and waits; empty when there is none of that name. */
    public Optional<StartOutcome> restart(String name) throws InterruptedException {
        throw new UnsupportedOperationException(name);
    }

    /** Stops and forgets a backend; false when there is none of that name. */
    public boolean remove(String name) throws InterruptedException {
        throw new UnsupportedOperationException(name);
    }

    public Optional<BackendStatus> find(String name) {
        throw new UnsupportedOperationException(name);
    }

    /** All, ordered by name. */
    public List<BackendStatus> all() {
        throw new UnsupportedOperationException();
    }

    /** Adds a listener; it first hears the present state and inventory of every backend. */
    public void listen(BackendListener listener) {
        throw new UnsupportedOperationException(listener.toString());
    }

    /** Stops all backends: no new attempt starts, those in flight are awaited, no child process is left. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
