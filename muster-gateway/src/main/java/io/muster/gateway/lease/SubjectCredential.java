package io.muster.gateway.lease;

import io.muster.oauth.Secret;
import java.time.Instant;
import java.util.Set;

/**
 * The token that proves a caller to others.
 *
 * @param generation grows with every different token of the session
 * @param audiences its {@code aud}
 */
public record SubjectCredential(long generation, Secret token, Instant expiresAt, Set<String> audiences) {
    public SubjectCredential {
        audiences = Set.copyOf(audiences);
    }

    public boolean expiredAt(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
