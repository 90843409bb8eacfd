package io.muster.gateway.lease;

import io.muster.gateway.backend.Access;
import io.muster.gateway.backend.BackendStatus;
import io.muster.gateway.backend.Backends;
import io.muster.gateway.backend.ServiceState;
import io.muster.oauth.Caller;

/** One lease per shared backend, owned by the process and good for every caller. */
public final class ProcessLeases implements Leases {
    private final Backends backends;

    public ProcessLeases(Backends backends) {
        this.backends = backends;
    }

    @Override
    public Permit borrow(String backend, Caller caller) {
        return backends.find(backend).map(this::permit).orElseGet(Permit.NotFound::new);
    }

    private Permit permit(BackendStatus status) {
        if (status.spec().access() instanceof Access.PerSession) {
            return new Permit.LoginRequired(FailureClass.SIGNED_OUT);
        }
        return backends.connection(status.name())
                .<Permit>map(Permit.Granted::new)
                .orElseGet(() -> withheld(status));
    }

    private static Permit withheld(BackendStatus status) {
        return status.state() == ServiceState.AUTH_REQUIRED
                ? new Permit.LoginRequired(FailureClass.SIGNED_OUT)
                : new Permit.NotConnected(status.state());
    }
}
