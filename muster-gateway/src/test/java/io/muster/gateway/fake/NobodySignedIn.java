package io.muster.gateway.fake;

import io.muster.gateway.catalog.KnownServers;
import io.muster.gateway.lease.FailureClass;
import io.muster.gateway.lease.LeaseStatus;
import io.muster.gateway.session.SessionServers;
import io.muster.oauth.Caller;
import io.muster.wire.time.Deadline;
import java.util.Optional;

/** Sessions none of which has a credential for any server. */
public record NobodySignedIn(KnownServers servers) implements SessionServers {
    @Override
    public Optional<View> view(Caller caller, String backend) {
        return servers.find(backend)
                .filter(KnownServers.Known::needsLogin)
                .map(_ -> new View(LeaseStatus.AUTH_REQUIRED, Optional.of(FailureClass.SIGNED_OUT), Optional.empty()));
    }

    @Override
    public Connecting connect(Caller caller, String backend, Deadline deadline) {
        return new Connecting.Failed(FailureClass.SIGNED_OUT);
    }

    @Override
    public void signOut(Caller caller, String backend) {
        // Nobody is signed in.
    }
}
