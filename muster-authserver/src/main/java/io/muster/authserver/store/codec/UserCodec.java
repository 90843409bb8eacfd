package io.muster.authserver.store.codec;

import io.muster.authserver.store.User;
import io.muster.oauth.Subject;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;

final class UserCodec implements Codec<User> {
    @Override
    public JsonObject encode(User value) {
        return JsonObject.builder()
                .put("sub", value.subject().value())
                .put("email", value.email())
                .put("verified", value.emailVerified())
                .put("name", value.name())
                .put("given", value.givenName())
                .put("family", value.familyName())
                .put("picture", value.picture())
                .put("locale", value.locale())
                .put("groups", JsonArray.ofStrings(value.groups()))
                .build();
    }

    @Override
    public User decode(Document document) {
        return new User(
                new Subject(document.text("sub")),
                document.text("email"),
                document.bool("verified"),
                document.text("name"),
                document.text("given"),
                document.text("family"),
                document.text("picture"),
                document.text("locale"),
                document.texts("groups"));
    }
}
