package io.muster.cli.setup.doctor;

import io.muster.oauth.ClientId;
import io.muster.oauth.Issuer;
import io.muster.oauth.registration.ClientSettings;
import java.util.Map;
import java.util.Optional;

/**
 * How Muster would present itself to authorization servers.
 *
 * @param settings for all of them
 * @param registered what an operator registered with single ones
 */
public record KnownClients(ClientSettings settings, Map<Issuer, ClientId> registered) {
    public KnownClients {
        registered = Map.copyOf(registered);
    }

    /** The client that an operator registered there. */
    Optional<ClientId> at(Issuer issuer) {
        return registered.entrySet().stream()
                .filter(client -> client.getKey().matches(issuer))
                .findFirst()
                .map(Map.Entry::getValue)
                .or(settings::registeredId);
    }
}
