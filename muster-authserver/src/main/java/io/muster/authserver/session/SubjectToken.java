package io.muster.authserver.session;

import io.muster.oauth.Secret;
import io.muster.oauth.jose.Jwt;
import io.muster.oauth.jose.JwtReader;
import java.time.Instant;
import java.util.Optional;

/**
 * A token that proves the user to others: the provider's ID token, or the bearer itself where that is a JWT of a trusted
 * issuer.
 *
 * @param token the JWT
 * @param expiresAt its {@code exp}; unknown when it cannot be read
 */
public record SubjectToken(Secret token, Optional<Instant> expiresAt) {
    /** The token with the expiry that it states. */
    public static SubjectToken of(Secret jwt) {
        return new SubjectToken(jwt, JwtReader.read(jwt.reveal()).flatMap(Jwt::expiresAt));
    }
}
