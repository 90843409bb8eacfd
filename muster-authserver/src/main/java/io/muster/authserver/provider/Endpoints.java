package io.muster.authserver.provider;

import io.muster.wire.time.Deadline;

/** Where the endpoints of a provider are. */
interface Endpoints {
    /**
     * @throws ProviderFailure when they are not known
     */
    OidcMetadata current(Deadline deadline) throws InterruptedException;
}
