package io.muster.authserver.resource;

import io.muster.oauth.ResourceUri;
import io.muster.oauth.jose.JwtVerifier;
import io.muster.oauth.jose.JwtVerifier.Requirements;
import io.muster.oauth.jose.KeySet;
import io.muster.oauth.jose.Verification;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** ID tokens of our own identity provider that were issued to other clients which an operator trusts. Thread-safe. */
public final class ForwardedTokens {
    /** Neither access tokens nor logout tokens, which the same keys sign. Of the latter not all have a type. */
    private static final Set<String> ID_TOKENS = Set.of("", "jwt");

    private final String issuer;
    private final KeySet keys;
    private final Set<String> audiences;

    /**
     * @param issuer of the identity provider
     * @param keys of the identity provider
     * @param audiences that are trusted; none are accepted when empty
     */
    public ForwardedTokens(String issuer, KeySet keys, Set<String> audiences) {
        this.issuer = issuer;
        this.keys = keys;
        this.audiences = audiences.stream()
                .map(audience -> new ResourceUri(audience).value())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a token is for one of the trusted audiences. Nothing is verified. */
    boolean areFor(List<String> claimed) {
        return !audiences.isEmpty()
                && claimed.stream().anyMatch(audience -> audiences.contains(new ResourceUri(audience).value()));
    }

    /** Whether a resource, normalised, is a trusted audience. */
    boolean trusts(String resource) {
        return audiences.contains(resource);
    }

    Verification verify(String token, Instant now) throws InterruptedException {
        var outcome = JwtVerifier.verify(token, keys, new Requirements(issuer, audiences, ID_TOKENS), now);
        return outcome instanceof Verification.Verified(var jwt) && jwt.claims().has("events")
                ? new Verification.Refused(Verification.Refusal.TYPE)
                : outcome;
    }
}
