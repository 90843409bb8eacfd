package io.muster.authserver.provider;

import io.muster.authserver.store.ProviderTokens;
import io.muster.oauth.Secret;
import io.muster.oauth.jose.JwtReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What stored and new tokens of a user amount to. Pure. */
final class TokenMerge {
    /** Tokens that last longer need no renewal. */
    static final Duration PROACTIVE = Duration.ofMinutes(5);

    private static final Duration GRACE = Duration.ofSeconds(5);

    private TokenMerge() {}

    /** Whether stored tokens spare a call to the provider. */
    static boolean fresh(ProviderTokens stored, Optional<ProviderTokens> observed, Instant now) {
        return lasting(stored, now)
                || observed.filter(seen -> differs(stored, seen)).isPresent();
    }

    /** Whether the access token can still be used. */
    static boolean usable(ProviderTokens tokens, Instant now) {
        return tokens.expiresAt()
                .map(expiry -> now.isBefore(expiry.plus(GRACE)))
                .orElse(true);
    }

    /** Whether stored tokens are of a later refresh or login than those that somebody began with. */
    static boolean newer(ProviderTokens stored, ProviderTokens begun) {
        return !stored.refreshToken().equals(begun.refreshToken())
                && !stored.obtainedAt().isBefore(begun.obtainedAt());
    }

    /**
     * What a refresh leaves behind: a provider that sends no new refresh token means the old one to stay (RFC 6749 section
     * 6), and an ID token proves the user until it expires.
     */
    static ProviderTokens renewed(ProviderTokens old, ProviderTokens answer, Instant now) {
        return with(
                answer,
                answer.refreshToken().or(old::refreshToken),
                answer.idToken().or(() -> lasting(old.idToken(), now)),
                old.loginAt());
    }

    /** What a login without a refresh token leaves behind. */
    static ProviderTokens loggedIn(ProviderTokens old, ProviderTokens login) {
        return with(login, login.refreshToken().or(old::refreshToken), login.idToken(), login.loginAt());
    }

    private static ProviderTokens with(
            ProviderTokens tokens, Optional<Secret> refreshToken, Optional<Secret> idToken, Instant loginAt) {
        return new ProviderTokens(
                tokens.accessToken(), refreshToken, idToken, tokens.expiresAt(), tokens.obtainedAt(), loginAt);
    }

    private static Optional<Secret> lasting(Optional<Secret> idToken, Instant now) {
        return idToken.filter(token -> JwtReader.read(token.reveal())
                .flatMap(jwt -> jwt.expiresAt())
                .filter(now::isBefore)
                .isPresent());
    }

    private static boolean lasting(ProviderTokens tokens, Instant now) {
        return tokens.expiresAt()
                .map(expiry -> now.plus(PROACTIVE).isBefore(expiry))
                .orElse(false);
    }

    private static boolean differs(ProviderTokens stored, ProviderTokens seen) {
        if (!stored.refreshToken().equals(seen.refreshToken())) {
            return true;
        }
        return stored.expiresAt().isPresent()
                && seen.expiresAt().isPresent()
                && !stored.expiresAt().equals(seen.expiresAt());
    }
}
