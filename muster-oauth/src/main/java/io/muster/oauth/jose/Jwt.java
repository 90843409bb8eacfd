package io.muster.oauth.jose;

import io.muster.wire.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A JWT whose parts have been read (RFC 7519). Reading alone proves nothing: what {@link JwtVerifier} returns is
 * verified, what {@link JwtReader} returns is not.
 *
 * @param header the JOSE header
 * @param claims the claims
 */
public record Jwt(JsonObject header, JsonObject claims) {
    public Optional<String> issuer() {
        return claims.text("iss");
    }

    public Optional<String> subject() {
        return claims.text("sub").filter(value -> !value.isBlank());
    }

    /** {@code aud}, which may be one text or several. */
    public List<String> audiences() {
        return claims.get("aud").map(Claims::texts).orElse(List.of());
    }

    public Optional<Instant> expiresAt() {
        return Claims.instant(claims, "exp");
    }

    public Optional<String> type() {
        return header.text("typ");
    }
}
