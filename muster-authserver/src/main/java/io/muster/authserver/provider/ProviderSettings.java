package io.muster.authserver.provider;

import io.muster.oauth.Secret;

/**
 * How this server is known at its identity provider.
 *
 * @param issuer of the provider; ignored for Google
 * @param clientId of this server
 * @param clientSecret of this server
 * @param callback redirect URI that is registered for it
 * @param checking how strictly ID tokens are checked
 */
public record ProviderSettings(
        String issuer, String clientId, Secret clientSecret, String callback, IdTokenChecking checking) {

    /** How strictly ID tokens are checked. */
    public enum IdTokenChecking {
        /** There is one, and it is signed with a key of the provider. */
        STRICT,
        /**
         * For development: of a provider that publishes no keys, an ID token that came over TLS from its token endpoint
         * counts without a signature (OpenID Connect Core section 3.1.3.7), and may be absent.
         */
        RELAXED
    }
}
