package io.muster.authserver.resource;

import io.muster.oauth.Scopes;
import io.muster.oauth.jose.KeySet;
import java.util.Map;
import java.util.Set;

/**
 * An issuer whose tokens are accepted, as an operator configured it.
 *
 * @param issuer its exact {@code iss}
 * @param keys that it signs with
 * @param audiences one of which a token must have; when empty, as a bearer this server, else any
 * @param scopes the most that an exchange grants; all when empty
 * @param claims what claims must look like, each of which must be a text
 * @param subjectClaim the claim that names the user
 * @param types accepted {@code typ} of bearers; the empty text is a token without type
 */
public record TrustedIssuer(
        String issuer,
        KeySet keys,
        Set<String> audiences,
        Scopes scopes,
        Map<String, ClaimGlob> claims,
        String subjectClaim,
        Set<String> types) {
    /** What an access token in JWT form says about itself (RFC 9068 section 2.1). */
    public static final Set<String> ACCESS_TOKENS = Set.of("at+jwt");

    public TrustedIssuer {
        if (issuer.isBlank() || subjectClaim.isBlank()) {
            throw new IllegalArgumentException("a trusted issuer needs an issuer and a claim for the subject");
        }
        audiences = Set.copyOf(audiences);
        claims = Map.copyOf(claims);
        types = types.isEmpty() ? ACCESS_TOKENS : Set.copyOf(types);
    }
}
