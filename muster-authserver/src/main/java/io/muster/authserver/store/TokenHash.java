package io.muster.authserver.store;

import io.muster.oauth.Secret;
import io.muster.wire.text.Sha256;

/**
 * SHA-256 of a bearer value (token, code, state, cookie), by which it is found. The value itself is never stored.
 *
 * @param value base64url without padding, 43 characters
 */
public record TokenHash(String value) {
    public static TokenHash of(Secret bearer) {
        return of(bearer.reveal());
    }

    public static TokenHash of(String bearer) {
        return new TokenHash(Sha256.base64Url(bearer));
    }

    @Override
    public String toString() {
        return value.substring(0, Math.min(8, value.length()));
    }
}
