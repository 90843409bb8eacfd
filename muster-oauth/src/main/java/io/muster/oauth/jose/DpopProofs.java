package io.muster.oauth.jose;

import io.muster.oauth.Secret;
import io.muster.wire.text.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Proofs that a client holds a key (RFC 9449 section 4.3). A valid proof may have been seen before: the caller has to
 * remember its {@link Proof.Valid#replayKey}. So must the caller refuse more than one {@code DPoP} header.
 */
public final class DpopProofs {
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int LONGEST = 16 << 10;
    private static final int LONGEST_ID = 512;

    private DpopProofs() {}

    /**
     * What a proof must be for.
     *
     * @param method of the request, compared with case
     * @param urls under which the request's target is known; compared normalised, without query and fragment
     * @param accessToken whose hash the proof must contain; none at the token endpoint
     * @param nonce that the proof must contain; none where no nonces are used
     */
    public record Expected(String method, Set<String> urls, Optional<Secret> accessToken, Optional<String> nonce) {
        public Expected {
            urls = urls.stream()
                    .flatMap(url -> TargetUri.normalised(url).stream())
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    /** What was found out about a proof. */
    public sealed interface Proof {
        /**
         * It is good, unless it was used before.
         *
         * @param thumbprint of the key
         * @param replayKey the same for the same proof only
         * @param until when it becomes too old to be good
         */
        record Valid(String thumbprint, String replayKey, Instant until) implements Proof {}

        /**
         * It is not.
         *
         * @param code for the client: {@code invalid_dpop_proof} or {@code use_dpop_nonce}
         * @param reason for people
         */
        record Refused(String code, String reason) implements Proof {}
    }

    public static Proof verify(String proof, Expected expected, Instant now) {
        var parsed = proof.length() > LONGEST ? Optional.<Compact>empty() : Compact.parse(proof);
        if (parsed.isEmpty()) {
            return refused("the proof is not a signed JWT");
        }
        var token = parsed.get();
        var header = token.jwt().header();
        if (!header.text("typ", "").equalsIgnoreCase("dpop+jwt")) {
            return refused("typ must be dpop+jwt");
        }
        var algorithm = SignatureAlgorithm.of(header);
        if (algorithm.isEmpty()) {
            return refused("alg is not accepted");
        }
        if (header.has("crit") || header.has("b64")) {
            return refused("critical extensions are not accepted");
        }
        var key = header.object("jwk").flatMap(VerificationKey::parse);
        if (key.isEmpty()) {
            return refused("jwk must be a public key");
        }
        if (!key.get().verifies(algorithm.get(), token)) {
            return refused("the signature is not that of the key");
        }
        return claims(token.jwt(), key.get().thumbprint(), expected, now);
    }

    private static Proof claims(Jwt jwt, String thumbprint, Expected expected, Instant now) {
        var claims = jwt.claims();
        var id = claims.text("jti").filter(value -> !value.isEmpty() && value.length() <= LONGEST_ID);
        if (id.isEmpty()) {
            return refused("jti is missing");
        }
        if (!claims.text("htm").equals(Optional.of(expected.method()))) {
            return refused("htm is not the method of the request");
        }
        var target = claims.text("htu").flatMap(TargetUri::normalised);
        if (target.isEmpty() || !expected.urls().contains(target.get())) {
            return refused("htu is not the URL of the request");
        }
        var issued = Claims.instant(claims, "iat");
        if (issued.filter(time -> isNear(time, now)).isEmpty()) {
            return refused("iat is too far from now");
        }
        if (expected.accessToken().isPresent()
                && !claims.text("ath").equals(expected.accessToken().map(token -> Sha256.base64Url(token.reveal())))) {
            return refused("ath is not the hash of the access token");
        }
        if (expected.nonce().isPresent() && !claims.text("nonce").equals(expected.nonce())) {
            return new Proof.Refused("use_dpop_nonce", "a nonce of this server is needed");
        }
        return new Proof.Valid(
                thumbprint,
                thumbprint + ":" + Sha256.base64Url(id.get()),
                issued.get().plus(WINDOW).plusSeconds(1));
    }

    private static boolean isNear(Instant time, Instant now) {
        return Duration.between(time, now).abs().compareTo(WINDOW) <= 0;
    }

    private static Proof refused(String reason) {
        return new Proof.Refused("invalid_dpop_proof", reason);
    }
}
