package io.muster.gateway.session;

import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.CredentialPolicy;
import io.muster.gateway.backend.Inventory;
import io.muster.gateway.lease.CredentialLease;
import io.muster.gateway.lease.LeaseStatus;
import io.muster.gateway.session.PersonalBackends.Personal;
import java.util.Optional;

/** One backend as one session has it: the lease, and what the session was offered when it was connected last. */
final class SessionServer {
    private final BackendSpec spec;
    private final CredentialPolicy policy;
    private final CredentialLease lease;
    private final SessionSide side;

    SessionServer(BackendSpec spec, CredentialPolicy policy, CredentialLease lease, SessionSide side) {
        this.spec = spec;
        this.policy = policy;
        this.lease = lease;
        this.side = side;
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

    SessionSide side() {
        return side;
    }

    Optional<Inventory> inventory() {
        return side.inventory();
    }

    /** Whether it is about the backend as it is defined now. */
    boolean isOf(Personal personal) {
        return spec.equals(personal.spec()) && policy.equals(personal.policy());
    }

    /** What the session sees of it now: nothing where it would have to sign in first. */
    Optional<Inventory> visible() {
        return lease.status() == LeaseStatus.CONNECTED ? inventory() : Optional.empty();
    }
}
