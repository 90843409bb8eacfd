package io.muster.cli.login.grant;

import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * Tokens as they were issued.
 *
 * @param expiresAt when the access token ends; empty when the server does not say
 * @param refreshToken after a refresh: a new one, or empty when the old one stays
 * @param scopes what was granted; empty when it is what was asked for
 */
public record TokenSet(
        Secret accessToken,
        Optional<Instant> expiresAt,
        Optional<Secret> refreshToken,
        Optional<Secret> idToken,
        Optional<Scopes> scopes) {}
