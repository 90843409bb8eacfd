package io.muster.gateway.lease;

import io.muster.oauth.SessionId;

/** Where it is on record which session is authenticated for which backend. Outlives the process. Blocking. */
public interface LeaseRecords {
    void remember(SessionId session, String backend, boolean authenticated);
}
