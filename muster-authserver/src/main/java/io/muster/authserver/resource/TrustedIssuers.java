package io.muster.authserver.resource;

import io.muster.authserver.store.User;
import io.muster.oauth.jose.Jwt;
import io.muster.oauth.jose.JwtReader;
import io.muster.oauth.jose.JwtVerifier;
import io.muster.oauth.jose.JwtVerifier.Requirements;
import io.muster.oauth.jose.Verification;
import io.muster.oauth.jose.Verification.Refusal;
import io.muster.wire.json.JsonString;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies tokens of the issuers that an operator trusts: as bearers, and as subject tokens of an exchange. Thread-safe.
 */
public final class TrustedIssuers {
    private final Map<String, TrustedIssuer> issuers = new HashMap<>();

    public TrustedIssuers(List<TrustedIssuer> issuers) {
        issuers.forEach(issuer -> this.issuers.put(issuer.issuer(), issuer));
        if (this.issuers.size() < issuers.size()) {
            throw new IllegalArgumentException("a trusted issuer is configured twice");
        }
    }

    /** What was found out. */
    public sealed interface Outcome {
        /** All is right. */
        record Trusted(TrustedIssuer issuer, Jwt jwt, User user) implements Outcome {}

        /** The type is not accepted from bearers; all else is right. */
        record OtherType(Jwt jwt) implements Outcome {}

        /** It must not be believed. */
        record Refused(String reason) implements Outcome {}

        /** The keys of the issuer are not known. */
        record Unavailable() implements Outcome {}
    }

    /** The issuer that a token claims to be from, if that is one of these. Nothing is verified. */
    public Optional<TrustedIssuer> claimed(String token) {
        return issuers.isEmpty() ? Optional.empty() : JwtReader.read(token).flatMap(this::claimed);
    }

    Optional<TrustedIssuer> claimed(Jwt jwt) {
        return jwt.issuer().map(issuers::get);
    }

    /** Verifies a bearer, which must have been issued for this server. */
    Outcome bearer(TrustedIssuer issuer, String token, Set<String> thisServer, Instant now)
            throws InterruptedException {
        var audiences = issuer.audiences().isEmpty() ? thisServer : issuer.audiences();
        return verified(issuer, token, new Requirements(issuer.issuer(), audiences, issuer.types()), now);
    }

    /** Verifies a subject token, whose type does not matter (RFC 8693 section 2.1). */
    public Outcome subjectToken(TrustedIssuer issuer, String token, Instant now) throws InterruptedException {
        return verified(issuer, token, Requirements.of(issuer.issuer(), issuer.audiences()), now);
    }

    /** Verifies an actor token, which must have been issued for this server unless others are configured. */
    public Outcome actorToken(TrustedIssuer issuer, String token, Set<String> thisServer, Instant now)
            throws InterruptedException {
        var audiences = issuer.audiences().isEmpty() ? thisServer : issuer.audiences();
        return verified(issuer, token, Requirements.of(issuer.issuer(), audiences), now);
    }

    private static Outcome verified(TrustedIssuer issuer, String token, Requirements requirements, Instant now)
            throws InterruptedException {
        return switch (JwtVerifier.verify(token, issuer.keys(), requirements, now)) {
            case Verification.Verified(var jwt) -> admitted(issuer, jwt);
            case Verification.KeysUnavailable() -> new Outcome.Unavailable();
            case Verification.Refused(var reason) ->
                reason == Refusal.TYPE
                        ? JwtReader.read(token)
                                .<Outcome>map(Outcome.OtherType::new)
                                .orElseGet(() -> new Outcome.Refused("trusted_issuer_jwt_invalid"))
                        : new Outcome.Refused("trusted_issuer_jwt_invalid");
        };
    }

    private static Outcome admitted(TrustedIssuer issuer, Jwt jwt) {
        for (var claim : issuer.claims().entrySet()) {
            var matches = jwt.claims().get(claim.getKey()).orElse(null) instanceof JsonString(var value)
                    && claim.getValue().matches(value);
            if (!matches) {
                return new Outcome.Refused("trusted_issuer_claim_mismatch");
            }
        }
        return ClaimedUser.of(jwt.claims(), issuer.subjectClaim())
                .<Outcome>map(user -> new Outcome.Trusted(issuer, jwt, user))
                .orElseGet(() -> new Outcome.Refused("trusted_issuer_subject_missing"));
    }
}
