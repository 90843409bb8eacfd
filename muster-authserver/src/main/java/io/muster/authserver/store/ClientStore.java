package io.muster.authserver.store;

import io.muster.oauth.ClientId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Registered clients. */
public interface ClientStore {
    /** Outcome of a registration. */
    enum Registration {
        REGISTERED,
        /** The address has as many live clients as it may have. */
        LIMIT_REACHED
    }

    /**
     * Registers a client, counting it for the address that it came from.
     *
     * @param address bucket of the address
     * @param limit how many live clients an address may have
     */
    Registration register(RegisteredClient client, String address, int limit);

    /** Adds or replaces a client without counting it; one that was counted stays so. */
    void put(RegisteredClient client);

    /** Nothing when it is unknown or expired. */
    Optional<RegisteredClient> find(ClientId id);

    /**
     * Moves the expiry of a client that has one, because it was used. Left out where it would move by less than a hundredth
     * of the time: an expiry is no reason to write at every use.
     *
     * @param keep how long it is kept from now on
     */
    void used(ClientId id, Instant now, Duration keep);

    void remove(ClientId id);
}
