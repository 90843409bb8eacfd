package io.muster.oauth.registration;

import io.muster.oauth.ClientId;
import io.muster.oauth.token.ClientCredentials;

/** Who muster is at one authorization server. */
public sealed interface ClientIdentity {
    ClientCredentials credentials();

    default ClientId id() {
        return credentials().id();
    }

    /** An operator registered it. */
    record PreRegistered(ClientCredentials credentials) implements ClientIdentity {}

    /**
     * A document describes it.
     *
     * @param advertised whether the server says that it accepts that
     */
    record MetadataDocument(ClientCredentials credentials, boolean advertised) implements ClientIdentity {}

    /** It registered itself. */
    record Dynamic(Registration registration) implements ClientIdentity {
        @Override
        public ClientCredentials credentials() {
            return registration.credentials();
        }
    }
}
