package io.muster.authserver.provider;

import io.muster.oauth.Secret;
import io.muster.wire.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the provider's token endpoint issued (RFC 6749 section 5.1).
 *
 * @param lifetime of the access token; unknown when empty
 */
record TokenAnswer(
        Secret accessToken, Optional<Secret> refreshToken, Optional<Secret> idToken, Optional<Duration> lifetime) {
    private static final long LONGEST_SECONDS = Duration.ofDays(3650).toSeconds();

    /**
     * @throws ProviderFailure {@code INVALID} when there is no usable access token
     */
    static TokenAnswer parse(JsonObject answer) {
        var access = token(answer, "access_token").orElseThrow(() -> unusable("no access token"));
        if (!answer.text("token_type", "Bearer").equalsIgnoreCase("Bearer")) {
            throw unusable("an access token of a type that is not Bearer");
        }
        return new TokenAnswer(access, token(answer, "refresh_token"), token(answer, "id_token"), lifetime(answer));
    }

    Optional<Instant> expiry(Instant now) {
        return lifetime.map(now::plus);
    }

    private static Optional<Duration> lifetime(JsonObject answer) {
        var seconds = answer.integer("expires_in");
        return seconds.isPresent() && seconds.getAsLong() > 0
                ? Optional.of(Duration.ofSeconds(Math.min(seconds.getAsLong(), LONGEST_SECONDS)))
                : Optional.empty();
    }

    private static Optional<Secret> token(JsonObject answer, String name) {
        return answer.text(name).filter(value -> !value.isBlank()).map(Secret::new);
    }

    private static ProviderFailure unusable(String what) {
        return new ProviderFailure(
                ProviderFailure.Kind.INVALID, "invalid_token_response", "the identity provider issued " + what);
    }
}
