package io.muster.authserver.config;

import io.muster.authserver.protocol.Locations;
import io.muster.authserver.protocol.Network;
import io.muster.authserver.seal.SealingKey;
import io.muster.oauth.ResourceUri;
import io.muster.oauth.Scopes;
import io.muster.wire.json.decode.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What protects the endpoints.
 *
 * @param locations where everything is, seen from outside
 * @param profile what counts where the rest does not say so
 * @param provider who authenticates people
 * @param storage where sessions are kept
 * @param sealingKeys seal what is stored: the first, while all open it; the store finds its own when there are none
 * @param registration which clients may come by themselves
 * @param sessions how sessions live
 * @param allowedOrigins pages that may call from a browser
 * @param trustedAudiences for whom ID tokens of the provider may be to be accepted as bearers
 * @param trustedIssuers whose tokens are accepted
 * @param trustedProxies networks of proxies whose forwarding headers are believed
 * @param resourceIdentifier name of this server as a resource, where it is not its address
 * @param consent when people are asked whether a client may act for them
 * @param acceptUpstreamAccessTokens whether any access token of the identity provider is accepted
 * @param userInfoCheck how often the identity provider is asked whether a user is still there
 * @param supportedScopes that clients may ask for, and are told of; any when empty
 * @param introspectionClients that may see the tokens of others
 * @param broker for whom tokens are exchanged
 * @param switches where standards and clients disagree
 */
public record AuthServerConfig(
        Locations locations,
        Profile profile,
        ProviderConfig provider,
        StorageConfig storage,
        List<SealingKey> sealingKeys,
        RegistrationConfig registration,
        SessionConfig sessions,
        List<String> allowedOrigins,
        List<String> trustedAudiences,
        List<TrustedIssuerConfig> trustedIssuers,
        List<Network> trustedProxies,
        Optional<ResourceUri> resourceIdentifier,
        Consent consent,
        boolean acceptUpstreamAccessTokens,
        UserInfoCheck userInfoCheck,
        Optional<Scopes> supportedScopes,
        List<String> introspectionClients,
        BrokerConfig broker,
        Switches switches) {
    /** When people are asked. */
    public enum Consent {
        OFF,
        UNTRUSTED,
        ALWAYS
    }

    /** How often the identity provider is asked. */
    public sealed interface UserInfoCheck {
        /** On every request: what is revoked there stops working here at once. */
        record EveryRequest() implements UserInfoCheck {}

        /** As often as answers grow old. */
        record Cached(Duration lifetime) implements UserInfoCheck {}

        /** Only when its tokens are refreshed. */
        record Off() implements UserInfoCheck {}
    }

    public AuthServerConfig {
        sealingKeys = List.copyOf(sealingKeys);
        allowedOrigins = List.copyOf(allowedOrigins);
        trustedAudiences = List.copyOf(trustedAudiences);
        trustedIssuers = List.copyOf(trustedIssuers);
        trustedProxies = List.copyOf(trustedProxies);
        introspectionClients = List.copyOf(introspectionClients);
    }

    /** How long a session may be idle. */
    public Duration sessionDuration() {
        return sessions.idle();
    }

    /** What tokens are bound to when a client names no resource. */
    public ResourceUri resource() {
        return resourceIdentifier.orElseGet(() -> new ResourceUri(locations.issuer()));
    }

    /** Reads the block; what is wrong is reported with its path. The result counts only when nothing was reported. */
    public static AuthServerConfig read(Fields fields) {
        return new AuthServerReader(fields).read();
    }

    /** Reads the secret files of a block that is switched off: better told now than when somebody switches it on. */
    public static void checkSecretFiles(Fields fields) {
        AuthServerReader.checkSecretFiles(fields);
    }
}
