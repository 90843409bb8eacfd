package io.muster.oauth.token;

import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * What a token endpoint issued.
 *
 * @param expiresAt when the access token ends; always known, if need be by assumption
 * @param scopes what was granted: what was asked for, when the answer does not say
 */
public record TokenSet(
        Secret accessToken, Optional<Secret> refreshToken, Optional<Secret> idToken, Instant expiresAt, Scopes scopes) {

    /** This one, with what a refresh left as it was. */
    public TokenSet after(TokenSet before) {
        return new TokenSet(
                accessToken, refreshToken.or(before::refreshToken), idToken.or(before::idToken), expiresAt, scopes);
    }

    public TokenSet withRefreshToken(Optional<Secret> other) {
        return new TokenSet(accessToken, other, idToken, expiresAt, scopes);
    }

    public TokenSet withoutRefreshToken() {
        return withRefreshToken(Optional.empty());
    }
}
