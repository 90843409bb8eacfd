package io.muster.authserver.store;

import io.muster.oauth.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

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
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bearer.getBytes(StandardCharsets.UTF_8));
            return new TokenHash(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return value.substring(0, Math.min(8, value.length()));
    }
}
