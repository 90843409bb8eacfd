package io.muster.gateway.backend;

import io.muster.wire.json.JsonObject;

/** Who shares a connection to a backend. */
public sealed interface Access {
    Access SHARED = new Shared();

    /** Everybody: one connection, whose lease the process owns. */
    record Shared() implements Access {}

    /**
     * Nobody: every login session has a lease of its own.
     *
     * @param auth the definition's {@code auth} block as it stands there
     */
    record PerSession(JsonObject auth) implements Access {
        /** Where the credentials of those leases come from. */
        public CredentialPolicy policy() {
            return CredentialPolicy.of(auth);
        }
    }
}
