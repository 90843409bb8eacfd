package io.muster.authserver.config;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * An issuer whose JWTs are accepted.
 *
 * @param issuer the exact {@code iss}
 * @param jwksUrl its keys
 * @param allowedAudiences one of which a token must be for; the resource identifier when empty
 * @param allowedScopes the most that an exchange may grant; no ceiling when empty
 * @param allowedClaims patterns that claims must match
 * @param subjectClaim which claim names the user
 * @param allowPrivateAddresses whether keys may come from private addresses
 * @param privateHosts hosts of which alone that is true
 * @param acceptedTypes of tokens; an empty text stands for no {@code typ}
 */
public record TrustedIssuerConfig(
        String issuer,
        URI jwksUrl,
        List<String> allowedAudiences,
        List<String> allowedScopes,
        Map<String, String> allowedClaims,
        String subjectClaim,
        boolean allowPrivateAddresses,
        List<String> privateHosts,
        List<String> acceptedTypes) {
    public TrustedIssuerConfig {
        allowedAudiences = List.copyOf(allowedAudiences);
        allowedScopes = List.copyOf(allowedScopes);
        allowedClaims = Map.copyOf(allowedClaims);
        privateHosts = List.copyOf(privateHosts);
        acceptedTypes = List.copyOf(acceptedTypes);
    }
}
