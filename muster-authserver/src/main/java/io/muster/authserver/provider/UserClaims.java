package io.muster.authserver.provider;

import io.muster.authserver.store.User;
import io.muster.oauth.Subject;
import io.muster.wire.json.JsonBoolean;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a user from the claims of the userinfo endpoint or an ID token (OpenID Connect Core section 5.1). */
final class UserClaims {
    private static final Logger log = LoggerFactory.getLogger(UserClaims.class);
    private static final int MOST_GROUPS = 600;
    private static final int LONGEST_GROUP = 256;
    private static final int LONGEST = 2048;

    private UserClaims() {}

    /** Google's older userinfo endpoint has the subject as {@code id} and {@code verified_email}. */
    static User parse(JsonObject claims) {
        var subject = text(claims, "sub").or(() -> text(claims, "id")).orElseThrow(UserClaims::nobody);
        return new User(
                new Subject(subject),
                shown(claims, "email"),
                isTrue(claims, "email_verified") || isTrue(claims, "verified_email"),
                shown(claims, "name"),
                shown(claims, "given_name"),
                shown(claims, "family_name"),
                shown(claims, "picture"),
                shown(claims, "locale"),
                groups(claims));
    }

    private static Optional<String> text(JsonObject claims, String name) {
        return claims.text(name).filter(value -> !value.isBlank() && value.length() <= LONGEST);
    }

    private static String shown(JsonObject claims, String name) {
        return text(claims, name).orElse("");
    }

    /** Some providers write booleans as texts. */
    private static boolean isTrue(JsonObject claims, String name) {
        return claims.get(name)
                .filter(value -> value.equals(JsonBoolean.TRUE) || value.equals(new JsonString("true")))
                .isPresent();
    }

    private static List<String> groups(JsonObject claims) {
        var all = claims.values("groups");
        if (all.size() > MOST_GROUPS) {
            log.atWarn()
                    .addKeyValue("groups", all.size())
                    .addKeyValue("kept", MOST_GROUPS)
                    .log("a user is in too many groups; the rest is ignored");
        }
        return all.stream()
                .filter(JsonString.class::isInstance)
                .map(group -> ((JsonString) group).value())
                .filter(group -> group.length() <= LONGEST_GROUP)
                .limit(MOST_GROUPS)
                .toList();
    }

    private static ProviderFailure nobody() {
        return new ProviderFailure(
                ProviderFailure.Kind.INVALID, "missing_subject", "the identity provider did not say who the user is");
    }
}
