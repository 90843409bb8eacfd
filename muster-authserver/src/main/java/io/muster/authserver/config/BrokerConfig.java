package io.muster.authserver.config;

import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * For whom tokens are exchanged, and where ({@code tokenExchangeBroker}).
 *
 * @param clientAudiences by client, the audiences it may ask for
 * @param clients to be made known at the start, by name
 * @param targets by audience, where its tokens come from
 * @param allowPrivateAddresses whether token endpoints may have private addresses
 */
public record BrokerConfig(
        Map<String, List<String>> clientAudiences,
        Map<String, Client> clients,
        Map<String, Target> targets,
        boolean allowPrivateAddresses) {
    /** Nothing is exchanged. */
    public static final BrokerConfig NONE = new BrokerConfig(Map.of(), Map.of(), Map.of(), false);

    public BrokerConfig {
        var copies = new LinkedHashMap<String, List<String>>();
        clientAudiences.forEach((client, audiences) -> copies.put(client, List.copyOf(audiences)));
        clientAudiences = Map.copyOf(copies);
        clients = Map.copyOf(clients);
        targets = Map.copyOf(targets);
    }

    /** Whether there is anything to exchange tokens for. */
    public boolean isActive() {
        return !targets.isEmpty();
    }

    /** Where id and secret of a client are. */
    public sealed interface Credentials {
        /** There are none. */
        record Absent() implements Credentials {}

        /** In the configuration, or in a file that it names. */
        record Written(String id, Secret secret) implements Credentials {}

        /**
         * In a Kubernetes secret.
         *
         * @param namespace that of the server when empty
         * @param idKey under which the id is
         * @param secretKey under which the secret is
         */
        record Referenced(String name, Optional<String> namespace, String idKey, String secretKey)
                implements Credentials {}
    }

    /**
     * A confidential client.
     *
     * @param scopes noted with it
     */
    public record Client(Credentials credentials, Scopes scopes) {}

    /**
     * A provider of tokens.
     *
     * @param endpoint its token endpoint
     * @param issuer whose tokens it issues
     * @param connector through which it verifies subject tokens
     * @param scopes to ask for
     */
    public record Target(
            URI endpoint, String issuer, Optional<String> connector, Scopes scopes, Credentials credentials) {}
}
