package io.muster.authserver.token;

import io.muster.oauth.Scopes;
import java.util.List;
import java.util.Optional;

/**
 * What a token grants.
 *
 * @param scopes for what
 * @param resources where, normalised
 * @param dpopKey thumbprint of the key that its user has to prove (RFC 9449)
 */
public record Entitlement(Scopes scopes, List<String> resources, Optional<String> dpopKey) {
    public Entitlement {
        resources = List.copyOf(resources);
    }
}
