package io.muster.authserver.provider;

import io.muster.authserver.provider.ProviderFailure.Kind;
import io.muster.authserver.provider.ProviderSettings.IdTokenChecking;
import io.muster.oauth.ResourceUri;
import io.muster.oauth.Secret;
import io.muster.oauth.jose.Jwt;
import io.muster.oauth.jose.JwtReader;
import io.muster.oauth.jose.JwtVerifier;
import io.muster.oauth.jose.JwtVerifier.Requirements;
import io.muster.oauth.jose.KeySet;
import io.muster.oauth.jose.Verification;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which ID tokens may be believed: those that the provider issued for this server and signed, and that have not
 * expired. A token of another kind that the provider signs, such as a logout token, is none.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation">OpenID Connect Core, 3.1.3.7</a>
 */
final class IdTokens {
    private static final Duration EXPIRY_GRACE = Duration.ofSeconds(5);

    private static final String KEYS = "keys_unavailable";
    private static final String NO_KEYS = "the keys of the identity provider cannot be read";

    private final String issuer;
    private final String clientId;
    private final IdTokenChecking checking;
    private final KeySet keys;
    private final InstantSource clock;
    private final Requirements requirements;

    IdTokens(String issuer, String clientId, IdTokenChecking checking, KeySet keys, InstantSource clock) {
        this.issuer = issuer;
        this.clientId = clientId;
        this.checking = checking;
        this.keys = keys;
        this.clock = clock;
        this.requirements = new Requirements(issuer, Set.of(clientId), Set.of("", "JWT"));
    }

    /**
     * The token, verified. Its nonce is not looked at.
     *
     * @throws ProviderFailure {@code INVALID} when it must not be believed; {@code UNAVAILABLE} when the keys are not known
     */
    Jwt verified(Secret token) throws InterruptedException {
        var jwt = isWithoutKeys() ? unsigned(token) : signed(token);
        if (jwt.claims().text("azp").filter(party -> !party.equals(clientId)).isPresent()) {
            throw invalid("authorized_party");
        }
        if (jwt.subject().isEmpty()) {
            throw invalid("subject");
        }
        return jwt;
    }

    private boolean isWithoutKeys() throws InterruptedException {
        try {
            return checking == IdTokenChecking.RELAXED && keys.current().isEmpty();
        } catch (KeySet.Unreachable e) {
            throw new ProviderFailure(Kind.UNAVAILABLE, KEYS, NO_KEYS, e);
        }
    }

    private Jwt signed(Secret token) throws InterruptedException {
        return switch (JwtVerifier.verify(token.reveal(), keys, requirements, clock.instant())) {
            case Verification.Verified(var jwt) -> jwt;
            case Verification.Refused(var reason) when reason == Verification.Refusal.MALFORMED -> throw malformed();
            case Verification.Refused(var reason) -> throw invalid(reason.name().toLowerCase(Locale.ROOT));
            case Verification.KeysUnavailable() -> throw new ProviderFailure(Kind.UNAVAILABLE, KEYS, NO_KEYS);
        };
    }

    /** Of a provider without keys: TLS has proven who sent it. */
    private Jwt unsigned(Secret token) {
        var jwt = JwtReader.read(token.reveal()).orElseThrow(IdTokens::malformed);
        if (!jwt.issuer().equals(Optional.of(issuer))) {
            throw invalid("issuer");
        }
        var audience = new ResourceUri(clientId);
        if (jwt.audiences().stream().map(ResourceUri::new).noneMatch(audience::equals)) {
            throw invalid("audience");
        }
        if (jwt.expiresAt().filter(this::isAhead).isEmpty()) {
            throw invalid("expired");
        }
        return jwt;
    }

    private boolean isAhead(Instant expiry) {
        return clock.instant().isBefore(expiry.plus(EXPIRY_GRACE));
    }

    private static ProviderFailure malformed() {
        return new ProviderFailure(Kind.INVALID, "id_token_parse_failed", "the ID token cannot be read");
    }

    private static ProviderFailure invalid(String what) {
        return new ProviderFailure(Kind.INVALID, "id_token_" + what, "the ID token must not be believed: " + what);
    }
}
