package io.muster.oauth.token;

import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.jose.Jwt;
import io.muster.oauth.jose.JwtReader;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads successful answers (RFC 6749 section 5.1); what is not as it should be is refused, and nothing of it kept. */
public final class TokenAnswers {
    private static final int LONGEST_TOKEN = 64 << 10;
    private static final Duration LONGEST_LIFE = Duration.ofDays(3_653);
    private static final Duration ASSUMED_LIFE = Duration.ofHours(1);

    private TokenAnswers() {}

    /** An answer is not usable. */
    private static final class Unusable extends Exception {
        Unusable(String message) {
            super(message);
        }

        TokenFailure.Unusable failure() {
            return new TokenFailure.Unusable("the token answer is not usable: " + getMessage());
        }
    }

    /** @param requested the scopes that were asked for */
    public static TokenResult read(JsonObject answer, Scopes requested, Instant now) {
        try {
            var access = required(answer);
            requireBearer(answer);
            return new TokenResult.Issued(new TokenSet(
                    access,
                    token(answer, "refresh_token"),
                    token(answer, "id_token"),
                    expiry(answer, access, now),
                    answer.text("scope").map(Scopes::parse).orElse(requested)));
        } catch (Unusable e) {
            return new TokenResult.Failed(e.failure());
        }
    }

    private static Secret required(JsonObject answer) throws Unusable {
        return token(answer, "access_token").orElseThrow(() -> new Unusable("it has no access_token"));
    }

    private static void requireBearer(JsonObject answer) throws Unusable {
        var type = answer.text("token_type").orElseThrow(() -> new Unusable("it has no token_type"));
        if (!type.equalsIgnoreCase("Bearer")) {
            throw new Unusable("its token_type is not Bearer");
        }
    }

    /** A token that could not stand in a header is none. */
    private static Optional<Secret> token(JsonObject answer, String name) throws Unusable {
        var text = answer.text(name).filter(value -> !value.isEmpty());
        if (text.isPresent()
                && (text.get().length() > LONGEST_TOKEN || !text.get().chars().allMatch(c -> c > ' ' && c < 0x7F))) {
            throw new Unusable("its " + name + " is not a token");
        }
        return text.map(Secret::new);
    }

    private static Instant expiry(JsonObject answer, Secret access, Instant now) throws Unusable {
        var life = lifetime(answer);
        if (life.isPresent()) {
            return now.plus(life.get());
        }
        var named = JwtReader.read(access.reveal()).flatMap(Jwt::expiresAt);
        if (named.filter(end -> !end.isAfter(now)).isPresent()) {
            throw new Unusable("its access_token has expired already");
        }
        return named.orElseGet(() -> now.plus(ASSUMED_LIFE));
    }

    /** {@code expires_in}, which some send as text. */
    private static Optional<Duration> lifetime(JsonObject answer) throws Unusable {
        var value = answer.get("expires_in");
        var digits = value.map(given -> switch (given) {
            case JsonNumber number -> number.text();
            case JsonString text -> text.value();
            default -> "";
        });
        if (digits.isEmpty()) {
            return Optional.empty();
        }
        if (!digits.get().matches("\\d{1,12}")) {
            throw new Unusable("its expires_in is not a number of seconds");
        }
        var life = Duration.ofSeconds(Long.parseLong(digits.get()));
        if (life.isZero()) {
            throw new Unusable("its expires_in is zero");
        }
        if (life.compareTo(LONGEST_LIFE) > 0) {
            throw new Unusable("its expires_in is longer than ten years");
        }
        return Optional.of(life);
    }
}
