package io.muster.authserver.provider;

import io.muster.authserver.store.ProviderTokens;
import io.muster.authserver.store.User;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.wire.time.Deadline;
import java.util.Map;
import java.util.Optional;

/**
 * Authenticates people (OpenID Connect Core). Every operation that talks to the provider throws {@link ProviderFailure};
 * none retries.
 */
public interface IdentityProvider {
    /** {@code dex} or {@code google}. */
    String name();

    /** The {@code iss} of its ID tokens. */
    String issuer();

    /** What is asked for by default: mandatory scopes, and the audiences that backends need at this moment. */
    Scopes defaultScopes();

    /**
     * Where the browser goes.
     *
     * @param scopes what the client is to be granted; mandatory scopes are added, never replaced
     * @param further parameters of OpenID Connect that the client sent: {@code prompt}, {@code login_hint}, …
     */
    String authorizationUrl(
            String state, String codeChallenge, Scopes scopes, Optional<String> nonce, Map<String, String> further);

    /**
     * A login.
     *
     * @param tokens what the provider issued
     * @param user who it is; the ID token has been verified and agrees with the userinfo endpoint
     */
    record Login(ProviderTokens tokens, User user) {}

    /** Redeems the code of a callback. */
    Login exchange(String code, Secret verifier, Optional<String> nonce, Deadline deadline) throws InterruptedException;

    /** Asks who the access token belongs to. */
    User userInfo(Secret accessToken, Deadline deadline) throws InterruptedException;

    /** New tokens; refresh token and ID token are empty when the provider sent none. */
    ProviderTokens refresh(Secret refreshToken, Deadline deadline) throws InterruptedException;

    /**
     * Revokes a token where the provider offers that.
     *
     * @return whether it does; nothing has been revoked otherwise
     */
    boolean revoke(Secret token, Deadline deadline) throws InterruptedException;
}
