package io.muster.authserver.config;

import io.muster.oauth.Secret;
import java.util.Optional;

/** The identity provider. */
public sealed interface ProviderConfig {
    String clientId();

    Secret clientSecret();

    /** The word in the file. */
    String name();

    /**
     * Dex, or another provider that speaks OpenID Connect.
     *
     * @param issuer its issuer
     * @param connector that people log in with; they choose when empty
     * @param allowPrivateAddresses whether its name may resolve to private addresses
     */
    record Dex(
            String issuer,
            String clientId,
            Secret clientSecret,
            Optional<String> connector,
            boolean allowPrivateAddresses)
            implements ProviderConfig {
        @Override
        public String name() {
            return "dex";
        }
    }

    /** Google. */
    record Google(String clientId, Secret clientSecret) implements ProviderConfig {
        @Override
        public String name() {
            return "google";
        }
    }
}
