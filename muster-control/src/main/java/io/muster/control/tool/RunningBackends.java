package io.muster.control.tool;

import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.BackendStatus;
import io.muster.gateway.backend.Backends;
import io.muster.gateway.backend.Backends.StartOutcome;
import java.util.List;
import java.util.Optional;

/** The part of {@link Backends} that the service tools use. */
public interface RunningBackends {
    /** All, ordered by name. */
    List<BackendStatus> all();

    Optional<BackendStatus> find(String name);

    StartOutcome start(BackendSpec spec) throws InterruptedException;

    boolean stop(String name) throws InterruptedException;

    Optional<StartOutcome> restart(String name) throws InterruptedException;

    static RunningBackends of(Backends backends) {
        return new RunningBackends() {
            @Override
            public List<BackendStatus> all() {
                return backends.all();
            }

            @Override
            public Optional<BackendStatus> find(String name) {
                return backends.find(name);
            }

            @Override
            public StartOutcome start(BackendSpec spec) throws InterruptedException {
                return backends.start(spec);
            }

            @Override
            public boolean stop(String name) throws InterruptedException {
                return backends.stop(name);
            }

            @Override
            public Optional<StartOutcome> restart(String name) throws InterruptedException {
                return backends.restart(name);
            }
        };
    }
}
