package io.muster.authserver.provider;

import io.muster.oauth.Scopes;
import java.util.Map;
import java.util.function.Supplier;

/**
 * In what identity providers differ.
 *
 * @param name for configuration and logs
 * @param issuer the {@code iss} of its ID tokens
 * @param scopes which ones it understands
 * @param defaults what is asked for when the client asks for nothing, mandatory ones included
 * @param parameters that every authorization request has
 */
record Dialect(
        String name, String issuer, ProviderScopes scopes, Supplier<Scopes> defaults, Map<String, String> parameters) {
    Dialect {
        parameters = Map.copyOf(parameters);
    }
}
