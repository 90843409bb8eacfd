package io.muster.authserver;

import io.muster.authserver.client.ClientSecrets;
import io.muster.authserver.config.AuthServerConfig;
import io.muster.authserver.config.BrokerConfig;
import io.muster.authserver.config.BrokerConfig.Credentials;
import io.muster.authserver.exchange.BrokerClients;
import io.muster.authserver.exchange.BrokerSettings;
import io.muster.authserver.exchange.BrokerTarget;
import io.muster.authserver.exchange.CredentialSource;
import io.muster.authserver.provider.ClientCredentials;
import io.muster.authserver.provider.ProviderFailure;
import io.muster.authserver.provider.TokenExchangeClient;
import io.muster.authserver.store.Stores;
import io.muster.oauth.ClientId;
import io.muster.wire.outbound.OutboundPolicy;
import io.muster.wire.outbound.OutboundPolicy.AddressRule;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What concerns the exchange of tokens. */
final class ExchangeParts {
    private static final long LARGEST_ANSWER = 1 << 20;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private ExchangeParts() {}

    static BrokerSettings settings(AuthServerConfig config) {
        var broker = config.broker();
        var audiences = new HashMap<String, Set<String>>();
        broker.clientAudiences().forEach((client, served) -> audiences.put(client, Set.copyOf(served)));
        var targets = new HashMap<String, BrokerTarget>();
        broker.targets().forEach((audience, target) -> targets.put(audience, target(target)));
        return new BrokerSettings(audiences, targets, config.switches().strictTokenExchangeErrors());
    }

    private static BrokerTarget target(BrokerConfig.Target target) {
        return new BrokerTarget(
                target.endpoint(), target.issuer(), target.connector(), target.scopes(), source(target.credentials()));
    }

    static TokenExchangeClient client(BrokerConfig broker, AuthServerEnvironment environment) {
        var addresses = broker.allowPrivateAddresses() ? AddressRule.ANY : AddressRule.PUBLIC;
        var policy = new OutboundPolicy(Set.of("https"), addresses, 0, LARGEST_ANSWER, CONNECT_LIMIT);
        return new TokenExchangeClient(environment.outbound().apply(policy), environment.meters(), environment.clock());
    }

    static void seed(Map<String, BrokerConfig.Client> clients, Stores stores, AuthServerEnvironment environment) {
        var seeds = new BrokerClients(stores.clients(), new ClientSecrets(environment.random()), environment.clock());
        clients.forEach((id, client) -> seeds.seed(new ClientId(id), source(client.credentials()), client.scopes()));
    }

    /** A Kubernetes secret is one that cannot be read now: that is found out by who needs it, not at the start. */
    private static CredentialSource source(Credentials credentials) {
        return switch (credentials) {
            case Credentials.Absent() -> CredentialSource.NOT_NEEDED;
            case Credentials.Written(var id, var secret) -> () -> Optional.of(new ClientCredentials(id, secret));
            case Credentials.Referenced reference ->
                () -> {
                    throw new ProviderFailure(
                            ProviderFailure.Kind.INVALID,
                            "client_credentials_unavailable",
                            "the Kubernetes secret " + reference.name() + " cannot be read without Kubernetes");
                };
        };
    }
}
