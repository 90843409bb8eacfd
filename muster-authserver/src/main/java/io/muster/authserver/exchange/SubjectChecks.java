package io.muster.authserver.exchange;

import io.muster.authserver.resource.TrustedIssuers.Outcome.Trusted;
import io.muster.oauth.jose.Jwt;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a token whose signature is right must be besides, to be exchanged. An issuer signs many things: what it signed to
 * say that somebody logged out, or for a holder of a key, must not become a token that lets in.
 */
final class SubjectChecks {
    /** It has to arrive at the other provider while it is still good. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private static final Set<String> TYPES = Set.of("", "jwt", "at+jwt");

    private SubjectChecks() {}

    /** Why it must not be exchanged, if so. */
    static Optional<String> fault(Trusted token, Instant now) {
        var jwt = token.jwt();
        if (!TYPES.contains(type(jwt)) && !accepts(token, type(jwt))) {
            return Optional.of("subject_token_typ_invalid");
        }
        if (jwt.claims().has("events")) {
            return Optional.of("subject_token_is_security_event");
        }
        if (jwt.claims().has("cnf")) {
            return Optional.of("subject_token_bound_to_key");
        }
        if (jwt.subject().isEmpty()) {
            return Optional.of("subject_token_without_subject");
        }
        return jwt.expiresAt()
                        .filter(expiry -> expiry.isAfter(now.plus(MARGIN)))
                        .isPresent()
                ? Optional.empty()
                : Optional.of("subject_token_expiring");
    }

    private static boolean accepts(Trusted token, String type) {
        return token.issuer().types().stream()
                .anyMatch(accepted -> name(accepted).equals(type));
    }

    private static String type(Jwt jwt) {
        return name(jwt.type().orElse(""));
    }

    private static String name(String type) {
        var name = type.toLowerCase(Locale.ROOT);
        return name.startsWith("application/") ? name.substring("application/".length()) : name;
    }
}
