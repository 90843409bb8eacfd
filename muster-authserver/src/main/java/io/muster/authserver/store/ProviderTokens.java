package io.muster.authserver.store;

import io.muster.oauth.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * Tokens of the identity provider for one user, shared by all sessions of the user, because providers rotate refresh
 * tokens.
 *
 * @param accessToken for the provider's userinfo endpoint
 * @param refreshToken the newest
 * @param idToken the newest; proves the user to backends
 * @param expiresAt of access token and ID token, whichever is first; unknown when empty
 * @param obtainedAt when they were obtained
 * @param loginAt when the login took place that they descend from
 */
public record ProviderTokens(
        Secret accessToken,
        Optional<Secret> refreshToken,
        Optional<Secret> idToken,
        Optional<Instant> expiresAt,
        Instant obtainedAt,
        Instant loginAt) {

    /** Tokens as the provider issues them to a login. */
    public ProviderTokens(
            Secret accessToken,
            Optional<Secret> refreshToken,
            Optional<Secret> idToken,
            Optional<Instant> expiresAt,
            Instant obtainedAt) {
        this(accessToken, refreshToken, idToken, expiresAt, obtainedAt, obtainedAt);
    }
}
