package io.muster.gateway.session;

import io.muster.gateway.backend.Inventory;
import io.muster.gateway.lease.FailureClass;
import io.muster.gateway.lease.LeaseStatus;
import io.muster.oauth.Caller;
import io.muster.wire.time.Deadline;
import java.time.Instant;
import java.util.Optional;

/** How sessions stand with the backends that need a credential of their own. */
public interface SessionServers {
    /**
     * How a session stands with one backend.
     *
     * @param reason why it cannot be used, if it cannot
     * @param expiresAt when the token that is held ends
     */
    record View(LeaseStatus status, Optional<FailureClass> reason, Optional<Instant> expiresAt) {}

    /** How the caller's session stands with a backend that needs a credential; empty for shared ones. */
    Optional<View> view(Caller caller, String backend);

    /** What came of an attempt to connect. */
    sealed interface Connecting {
        record Connected(Inventory inventory) implements Connecting {}

        record Failed(FailureClass reason) implements Connecting {}
    }

    /**
     * The user signed in, or what is stored may be good: takes the credential from its source and connects. Waits at most
     * until the deadline.
     */
    Connecting connect(Caller caller, String backend, Deadline deadline) throws InterruptedException;

    /** Ends what a sign-in of the user began; nothing for single sign-on. */
    void signOut(Caller caller, String backend);
}
