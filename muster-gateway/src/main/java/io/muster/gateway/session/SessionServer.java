package io.muster.gateway.session;

import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.CredentialPolicy;
import io.muster.gateway.backend.Inventory;
import io.muster.gateway.lease.CredentialLease;
import io.muster.gateway.lease.LeaseStatus;
import java.util.Optional;

/** One backend as one session has it: the lease, and what the session was offered when it was connected last. */
final class SessionServer {
    private final BackendSpec spec;
    private final CredentialPolicy policy;
    private final CredentialLease lease;
    private volatile Optional<Inventory> inventory;

    SessionServer(BackendSpec spec, CredentialPolicy policy, CredentialLease lease, Optional<Inventory> inventory) {
        this.spec = spec;
        this.policy = policy;
        this.lease = lease;
        this.inventory = inventory;
    }

    String name() {
        return spec.name();
    }

    BackendSpec spec() {
        return spec;
    }

    CredentialPolicy policy() {
        return policy;
    }

    CredentialLease lease() {
        return lease;
    }

    Optional<Inventory> inventory() {
        return inventory;
    }

    void offered(Inventory offered) {
        inventory = Optional.of(offered);
    }

    /** What the session sees of it now: nothing where it would have to sign in first. */
    Optional<Inventory> visible() {
        return lease.status() == LeaseStatus.CONNECTED ? inventory : Optional.empty();
    }
}
