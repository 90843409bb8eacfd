package io.muster.authserver.token;

import io.muster.authserver.store.LoginSession;
import io.muster.authserver.store.ProviderTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long tokens live.
 *
 * @param accessToken of an access token, at most
 * @param refreshToken of a refresh token; starts anew with each rotation, so this is how long a session may be idle
 * @param maxSession after which a session ends however busy it is; never when empty
 * @param rotationGrace how long a repeated refresh gets the answer of the first; zero takes every repetition for theft
 */
public record TokenLifetimes(
        Duration accessToken, Duration refreshToken, Optional<Duration> maxSession, Duration rotationGrace) {
    public TokenLifetimes {
        if (!accessToken.isPositive() || !refreshToken.isPositive() || rotationGrace.isNegative()) {
            throw new IllegalArgumentException("tokens have to live for a while");
        }
        if (maxSession.isPresent() && !maxSession.get().isPositive()) {
            throw new IllegalArgumentException("sessions have to live for a while");
        }
    }

    public static TokenLifetimes defaults() {
        return new TokenLifetimes(
                Duration.ofMinutes(30), Duration.ofDays(30), Optional.empty(), Duration.ofSeconds(10));
    }

    /**
     * When an access token expires: after its lifetime, or with the tokens of the identity provider if those are still
     * good but expire earlier. What is promised to clients is never more than the provider's tokens can deliver.
     */
    public Instant capTokenExpiry(Instant now, ProviderTokens provider) {
        var full = now.plus(accessToken);
        return provider.expiresAt()
                .filter(expiry -> expiry.isAfter(now) && expiry.isBefore(full))
                .orElse(full);
    }

    /** Until when a refresh token that is used now may be used again. */
    Instant graceUntil(Instant now) {
        return now.plus(rotationGrace);
    }

    /** When a refresh token of the session expires that is issued now. */
    Instant refreshExpiry(LoginSession session, Instant now) {
        return withinSession(session.startedAt(), now.plus(refreshToken));
    }

    /** The same for an access token. */
    Instant accessExpiry(LoginSession session, ProviderTokens provider, Instant now) {
        return withinSession(session.startedAt(), capTokenExpiry(now, provider));
    }

    /** When a session that starts now ends if nothing happens. */
    Instant firstExpiry(Instant now) {
        return withinSession(now, now.plus(refreshToken));
    }

    private Instant withinSession(Instant startedAt, Instant expiry) {
        return maxSession
                .map(startedAt::plus)
                .filter(end -> end.isBefore(expiry))
                .orElse(expiry);
    }
}
