package io.muster.authserver.exchange;

import io.muster.authserver.provider.ClientCredentials;
import java.util.Optional;

/** Where the credentials of a client are; read anew for each use, so that they can be changed. */
@FunctionalInterface
public interface CredentialSource {
    /** For endpoints that ask for none. */
    CredentialSource NOT_NEEDED = Optional::empty;

    /**
     * The credentials; nothing when there need not be any.
     *
     * @throws io.muster.authserver.provider.ProviderFailure when they are needed and cannot be read
     */
    Optional<ClientCredentials> read() throws InterruptedException;
}
