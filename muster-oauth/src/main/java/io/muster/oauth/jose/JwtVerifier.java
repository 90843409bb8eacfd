package io.muster.oauth.jose;

import io.muster.oauth.ResourceUri;
import io.muster.oauth.jose.Verification.KeysUnavailable;
import io.muster.oauth.jose.Verification.Refusal;
import io.muster.oauth.jose.Verification.Refused;
import io.muster.oauth.jose.Verification.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Verifies signed JWTs. Keys come from the key set alone: what a header says about keys ({@code jwk}, {@code jku},
 * {@code x5u}, {@code x5c}) is not looked at.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8725">RFC 8725, JSON Web Token Best Current Practices</a>
 */
public final class JwtVerifier {
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final Duration EXPIRY_GRACE = Duration.ofSeconds(5);

    private JwtVerifier() {}

    /**
     * What a token must say about itself.
     *
     * @param issuer its exact {@code iss}
     * @param audiences one of its audiences must be one of these, both normalised; any will do when empty
     * @param types accepted {@code typ}, compared without case and without {@code application/}; the empty text is a
     *     token without type; any will do when empty
     */
    public record Requirements(String issuer, Set<String> audiences, Set<String> types) {
        public Requirements {
            audiences = audiences.stream()
                    .map(audience -> new ResourceUri(audience).value())
                    .collect(Collectors.toUnmodifiableSet());
            types = types.stream().map(Requirements::typeName).collect(Collectors.toUnmodifiableSet());
        }

        public static Requirements of(String issuer, Set<String> audiences) {
            return new Requirements(issuer, audiences, Set.of());
        }

        boolean admitAudience(List<String> found) {
            return audiences.isEmpty()
                    || found.stream().anyMatch(value -> audiences.contains(new ResourceUri(value).value()));
        }

        boolean admitType(Jwt jwt) {
            return types.isEmpty() || types.contains(typeName(jwt.type().orElse("")));
        }

        private static String typeName(String type) {
            var name = type.toLowerCase(Locale.ROOT);
            return name.startsWith("application/") ? name.substring("application/".length()) : name;
        }
    }

    /** Verifies a token. The type is checked last, so that {@link Refusal#TYPE} says that all else is right. */
    public static Verification verify(String compact, KeySet keys, Requirements requirements, Instant now)
            throws InterruptedException {
        var parsed = Compact.parse(compact);
        if (parsed.isEmpty()) {
            return new Refused(Refusal.MALFORMED);
        }
        var token = parsed.get();
        var algorithm = SignatureAlgorithm.of(token.jwt().header());
        if (algorithm.isEmpty()) {
            return new Refused(Refusal.ALGORITHM);
        }
        var refusal = refusal(token.jwt(), requirements, now);
        if (refusal.isPresent()) {
            return new Refused(refusal.get());
        }
        try {
            if (!isSigned(token, algorithm.get(), keys)) {
                return new Refused(Refusal.SIGNATURE);
            }
        } catch (KeySet.Unreachable e) {
            return new KeysUnavailable();
        }
        return requirements.admitType(token.jwt()) ? new Verified(token.jwt()) : new Refused(Refusal.TYPE);
    }

    private static boolean isSigned(Compact token, SignatureAlgorithm algorithm, KeySet keys)
            throws InterruptedException {
        return keys.candidates(token.jwt().header()).stream().anyMatch(key -> key.verifies(algorithm, token));
    }

    /** What can be told without a key. */
    private static Optional<Refusal> refusal(Jwt jwt, Requirements requirements, Instant now) {
        var header = jwt.header();
        if (header.has("crit") || header.has("b64") || header.has("zip") || isNested(jwt)) {
            return Optional.of(Refusal.EXTENSION);
        }
        if (!jwt.issuer().equals(Optional.of(requirements.issuer()))) {
            return Optional.of(Refusal.ISSUER);
        }
        if (!requirements.admitAudience(jwt.audiences())) {
            return Optional.of(Refusal.AUDIENCE);
        }
        if (jwt.expiresAt()
                .filter(expiry -> now.isBefore(expiry.plus(EXPIRY_GRACE)))
                .isEmpty()) {
            return Optional.of(Refusal.EXPIRED);
        }
        return isPast(jwt, "nbf", now) && isPast(jwt, "iat", now)
                ? Optional.empty()
                : Optional.of(Refusal.NOT_YET_VALID);
    }

    private static boolean isNested(Jwt jwt) {
        return jwt.header().has("cty");
    }

    private static boolean isPast(Jwt jwt, String claim, Instant now) {
        return !jwt.claims().has(claim)
                || Claims.instant(jwt.claims(), claim)
                        .filter(time -> !time.isAfter(now.plus(SKEW)))
                        .isPresent();
    }
}
