package io.muster.authserver.exchange;

import io.muster.oauth.Scopes;
import java.net.URI;
import java.util.Optional;

/**
 * Where tokens for one audience come from.
 *
 * @param endpoint token endpoint of the provider there
 * @param issuer whose tokens it issues
 * @param connector through which it verifies subject tokens
 * @param scopes that are asked for, whatever the client would like
 * @param credentials who we are there
 */
public record BrokerTarget(
        URI endpoint, String issuer, Optional<String> connector, Scopes scopes, CredentialSource credentials) {}
