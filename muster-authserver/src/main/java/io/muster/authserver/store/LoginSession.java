package io.muster.authserver.store;

import io.muster.oauth.ClientId;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import java.time.Instant;
import java.util.Optional;

/**
 * A login session: the family of all tokens that descend from one login. Ended sessions are kept for ninety days, so that
 * a late reuse of their tokens is recognised.
 *
 * @param id names the family, and all per-user state of the gateway
 * @param subject who logged in
 * @param client for whom
 * @param generation 0 at the login, one more with each rotation
 * @param startedAt time of the login
 * @param expiresAt when the newest refresh token expires
 * @param endedAt when it was ended; empty while it lives
 */
public record LoginSession(
        SessionId id,
        Subject subject,
        ClientId client,
        long generation,
        Instant startedAt,
        Instant expiresAt,
        Optional<Instant> endedAt) {

    /** This session after one more rotation. */
    public LoginSession rotated(Instant expiry) {
        return new LoginSession(id, subject, client, generation + 1, startedAt, expiry, endedAt);
    }

    /** This session, ended. */
    public LoginSession ended(Instant at) {
        return new LoginSession(id, subject, client, generation, startedAt, expiresAt, Optional.of(at));
    }

    public boolean isLive(Instant now) {
        return endedAt.isEmpty() && now.isBefore(expiresAt);
    }
}
