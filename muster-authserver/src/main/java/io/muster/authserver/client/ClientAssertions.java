package io.muster.authserver.client;

import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.store.RegisteredClient;
import io.muster.authserver.store.ReplayGuard;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.jose.Jwt;
import io.muster.oauth.jose.JwtReader;
import io.muster.oauth.jose.JwtVerifier;
import io.muster.oauth.jose.Verification;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Assertions by which clients authenticate with a key: {@code private_key_jwt}. Issuer and subject are the client, the
 * audience is our issuer and nothing else, and each is good once.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523#section-3">RFC 7523, 3</a>
 */
public final class ClientAssertions {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration EXPIRY_GRACE = Duration.ofSeconds(10);
    private static final int LONGEST_ID = 512;

    private final String issuer;
    private final ClientKeys keys;
    private final ReplayGuard replays;
    private final InstantSource clock;

    /** @param issuer our own */
    public ClientAssertions(String issuer, ClientKeys keys, ReplayGuard replays, InstantSource clock) {
        this.issuer = issuer;
        this.keys = keys;
        this.replays = replays;
        this.clock = clock;
    }

    /** Who an assertion claims to come from. */
    static Optional<String> subject(String assertion) {
        return JwtReader.read(assertion)
                .filter(jwt -> jwt.issuer().equals(jwt.subject()))
                .flatMap(Jwt::subject);
    }

    /**
     * Whether the assertion is one of the client's, presented for the first time.
     *
     * @throws OAuthRejection {@code temporarily_unavailable} when the client's keys cannot be fetched
     */
    boolean prove(RegisteredClient client, String assertion) throws InterruptedException {
        if (!client.authenticationMethod().equals(ClientKind.KEY)) {
            return false;
        }
        var now = clock.instant();
        var requirements = JwtVerifier.Requirements.of(client.id().value(), Set.of(issuer));
        return switch (JwtVerifier.verify(assertion, keys.of(client), requirements, now)) {
            case Verification.Verified(var jwt) -> isOurs(jwt, client) && isFirst(jwt, client, now);
            case Verification.Refused _ -> false;
            case Verification.KeysUnavailable() -> throw new OAuthRejection(OAuthError.temporarilyUnavailable());
        };
    }

    private boolean isOurs(Jwt jwt, RegisteredClient client) {
        return jwt.subject().equals(Optional.of(client.id().value()))
                && jwt.audiences().equals(List.of(issuer));
    }

    private boolean isFirst(Jwt jwt, RegisteredClient client, Instant now) {
        var id = jwt.claims().text("jti").filter(value -> !value.isEmpty() && value.length() <= LONGEST_ID);
        var expiry = jwt.expiresAt().orElse(Instant.MAX);
        if (id.isEmpty() || expiry.isAfter(now.plus(LONGEST))) {
            return false;
        }
        var key = TokenHash.of("client assertion\n" + client.id().value() + "\n" + id.get());
        return replays.first(key, now, expiry.plus(EXPIRY_GRACE));
    }
}
