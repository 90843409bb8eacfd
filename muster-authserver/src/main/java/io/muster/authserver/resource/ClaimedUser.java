package io.muster.authserver.resource;

import io.muster.authserver.store.User;
import io.muster.oauth.Scopes;
import io.muster.oauth.Subject;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.util.List;
import java.util.Optional;

/** Reads users and scopes from claims that have been verified. */
final class ClaimedUser {
    private ClaimedUser() {}

    /** The user; nothing when the claim that names the subject is missing, blank or no text. */
    static Optional<User> of(JsonObject claims, String subjectClaim) {
        return claims.text(subjectClaim)
                .filter(value -> !value.isBlank())
                .map(subject -> new User(
                        new Subject(subject),
                        claims.text("email", ""),
                        claims.isTrue("email_verified"),
                        claims.text("name", ""),
                        claims.text("given_name", ""),
                        claims.text("family_name", ""),
                        claims.text("picture", ""),
                        claims.text("locale", ""),
                        texts(claims, "groups")));
    }

    /** {@code scope} as one text (RFC 9068 section 2.2.3), or {@code scp} as a list. */
    static Optional<Scopes> scopes(JsonObject claims) {
        return claims.text("scope")
                .map(Scopes::parse)
                .or(() -> claims.array("scp").map(_ -> new Scopes(texts(claims, "scp"))));
    }

    private static List<String> texts(JsonObject claims, String name) {
        return claims.array(name).map(JsonArray::values).orElse(List.of()).stream()
                .filter(JsonString.class::isInstance)
                .map(value -> ((JsonString) value).value())
                .toList();
    }
}
