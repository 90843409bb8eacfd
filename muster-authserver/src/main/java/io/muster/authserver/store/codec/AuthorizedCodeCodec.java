package io.muster.authserver.store.codec;

import io.muster.authserver.store.AuthorizedCode;
import io.muster.oauth.ClientId;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;

final class AuthorizedCodeCodec implements Codec<AuthorizedCode> {
    @Override
    public JsonObject encode(AuthorizedCode value) {
        return JsonObject.builder()
                .put("session", value.session().value())
                .put("client", value.client().value())
                .put("redirect", value.redirectUri())
                .put("sub", value.subject().value())
                .put("scopes", JsonArray.ofStrings(value.scopes().values()))
                .put("resources", JsonArray.ofStrings(value.resources()))
                .put("challenge", value.codeChallenge())
                .putTextIfPresent("jkt", value.dpopKey())
                .putTextIfPresent("nonce", value.nonce())
                .put("ref", value.reference())
                .put("exp", value.expiresAt().toEpochMilli())
                .build();
    }

    @Override
    public AuthorizedCode decode(Document document) {
        return new AuthorizedCode(
                new SessionId(document.text("session")),
                new ClientId(document.text("client")),
                document.text("redirect"),
                new Subject(document.text("sub")),
                document.scopes("scopes"),
                document.texts("resources"),
                document.text("challenge"),
                document.optionalText("jkt"),
                document.optionalText("nonce"),
                document.text("ref"),
                document.instant("exp"));
    }
}
