package io.muster.authserver.token;

import io.muster.authserver.store.ProviderTokens;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.wire.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tokens as a client gets them.
 *
 * @param access the access token
 * @param refresh the refresh token
 * @param accessExpiresAt expiry of the access token
 * @param scopes of the access token
 * @param dpopKey thumbprint of the key that the access token is bound to
 */
record TokenPair(Secret access, Secret refresh, Instant accessExpiresAt, Scopes scopes, Optional<String> dpopKey) {

    /** The successful response (RFC 6749 section 5.1); the ID token is the provider's, unchanged. */
    JsonObject response(ProviderTokens provider, Instant now) {
        var response = JsonObject.builder()
                .put("access_token", access.reveal())
                .put("token_type", dpopKey.isPresent() ? "DPoP" : "Bearer")
                .put(
                        "expires_in",
                        Math.max(0, Duration.between(now, accessExpiresAt).toSeconds()))
                .put("refresh_token", refresh.reveal());
        if (!scopes.isEmpty()) {
            response.put("scope", scopes.toString());
        }
        return response.putTextIfPresent("id_token", provider.idToken().map(Secret::reveal))
                .build();
    }
}
