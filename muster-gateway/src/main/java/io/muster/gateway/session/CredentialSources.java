package io.muster.gateway.session;

import io.muster.gateway.backend.BackendSpec;
import io.muster.gateway.backend.CredentialPolicy;
import io.muster.gateway.lease.BackendOpener;
import io.muster.gateway.lease.Basis;
import io.muster.gateway.lease.LeaseSource;
import io.muster.gateway.lease.SubjectCredentials;
import io.muster.oauth.SessionId;

/** What the leases of sessions live by. May read a store. */
public interface CredentialSources {
    /**
     * What one lease lives by.
     *
     * @param subject what proves the user of the session
     * @param opener connects the session to the backend
     */
    LeaseSource of(
            SessionId session,
            BackendSpec spec,
            CredentialPolicy policy,
            SubjectCredentials subject,
            BackendOpener opener);

    /** What the user's sign-in at a backend left. */
    Basis signedIn(SessionId session, BackendSpec spec);

    /** The definition of a backend changed, or is gone: what was found out about it may not be true any more. */
    void redefined(String backend);

    /** The session is not authenticated for the backend any more: a token that was obtained for it without the user is gone. */
    void forgotten(SessionId session, String backend);

    /** The session has ended: nothing that it signed in for is left. */
    void ended(SessionId session);
}
