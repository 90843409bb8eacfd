package io.muster.authserver.exchange;

import io.muster.authserver.client.ClientSecrets;
import io.muster.authserver.provider.ClientCredentials;
import io.muster.authserver.provider.ProviderFailure;
import io.muster.authserver.provider.TokenExchangeClient;
import io.muster.authserver.store.ClientStore;
import io.muster.authserver.store.RegisteredClient;
import io.muster.authserver.store.RegisteredClient.Origin;
import io.muster.oauth.ClientId;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.oauth.store.ValueTooLarge;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the clients known that an operator named in the configuration, with the secrets that he gave them. It is an
 * attempt: a client that cannot be made known is missed by those who use it, and by nobody else.
 */
public final class BrokerClients {
    private static final Logger log = LoggerFactory.getLogger(BrokerClients.class);

    private final ClientStore store;
    private final ClientSecrets secrets;
    private final InstantSource clock;

    public BrokerClients(ClientStore store, ClientSecrets secrets, InstantSource clock) {
        this.store = store;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** @param scopes that are noted with the client */
    public void seed(ClientId id, CredentialSource source, Scopes scopes) {
        try {
            var credentials =
                    source.read().filter(found -> !found.secret().reveal().isEmpty());
            if (credentials.isEmpty()) {
                log.atWarn().addKeyValue("client", id).log("a broker client has no secret and stays unknown");
                return;
            }
            warnOfOtherName(id, credentials.get());
            ensure(id, credentials.get().secret(), scopes);
        } catch (ProviderFailure | StoreUnavailable | ValueTooLarge e) {
            log.atWarn().addKeyValue("client", id).setCause(e).log("a broker client could not be made known");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void warnOfOtherName(ClientId id, ClientCredentials credentials) {
        if (!credentials.id().isEmpty() && !credentials.id().equals(id.value())) {
            log.atWarn().addKeyValue("client", id).log("the secret of a broker client names another client; ignored");
        }
    }

    /** Leaves what is there already as it is, so that replicas that start together do not write over each other. */
    private void ensure(ClientId id, Secret secret, Scopes scopes) {
        var metadata = metadata(scopes);
        var known = store.find(id)
                .filter(client -> client.origin() == Origin.SEEDED)
                .filter(client -> client.metadata().equals(metadata))
                .flatMap(RegisteredClient::secretHash)
                .filter(stored -> secrets.verifies(stored, secret));
        if (known.isEmpty()) {
            store.put(new RegisteredClient(
                    id,
                    Optional.of(secrets.ofChosen(secret)),
                    Origin.SEEDED,
                    metadata,
                    clock.instant(),
                    Optional.empty()));
            log.atInfo().addKeyValue("client", id).log("broker client seeded");
        }
    }

    private static JsonObject metadata(Scopes scopes) {
        var metadata = JsonObject.of("token_endpoint_auth_method", "client_secret_basic")
                .with("grant_types", JsonArray.ofStrings(List.of(TokenExchangeClient.GRANT_TYPE)));
        return scopes.isEmpty() ? metadata : metadata.with("scope", scopes.toString());
    }
}
