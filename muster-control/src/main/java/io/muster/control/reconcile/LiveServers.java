package io.muster.control.reconcile;

import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.BackendStatus;
import io.muster.gateway.backend.Backends;
import io.muster.gateway.backend.Backends.Applied;
import java.util.List;
import java.util.Optional;

/** What the control loop needs of the live backends; see {@link Backends} for the contract of each method. */
public interface LiveServers {
    Applied apply(BackendSpec spec);

    boolean remove(String name) throws InterruptedException;

    Optional<BackendStatus> find(String name);

    List<BackendStatus> all();

    static LiveServers of(Backends backends) {
        return new LiveServers() {
            @Override
            public Applied apply(BackendSpec spec) {
                return backends.apply(spec);
            }

            @Override
            public boolean remove(String name) throws InterruptedException {
                return backends.remove(name);
            }

            @Override
            public Optional<BackendStatus> find(String name) {
                return backends.find(name);
            }

            @Override
            public List<BackendStatus> all() {
                return backends.all();
            }
        };
    }
}
