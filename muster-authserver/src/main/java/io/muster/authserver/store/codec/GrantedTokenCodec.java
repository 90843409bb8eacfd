package io.muster.authserver.store.codec;

import io.muster.authserver.store.GrantedToken;
import io.muster.oauth.ClientId;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;

final class GrantedTokenCodec implements Codec<GrantedToken> {
    @Override
    public JsonObject encode(GrantedToken value) {
        return JsonObject.builder()
                .put("hash", value.hash().value())
                .put("session", value.session().value())
                .put("sub", value.subject().value())
                .put("client", value.client().value())
                .put("scopes", JsonArray.ofStrings(value.scopes().values()))
                .put("resources", JsonArray.ofStrings(value.resources()))
                .putTextIfPresent("jkt", value.dpopKey())
                .put("gen", value.generation())
                .put("iat", value.issuedAt().toEpochMilli())
                .put("exp", value.expiresAt().toEpochMilli())
                .build();
    }

    @Override
    public GrantedToken decode(Document document) {
        return new GrantedToken(
                document.hash("hash"),
                new SessionId(document.text("session")),
                new Subject(document.text("sub")),
                new ClientId(document.text("client")),
                document.scopes("scopes"),
                document.texts("resources"),
                document.optionalText("jkt"),
                document.integer("gen"),
                document.instant("iat"),
                document.instant("exp"));
    }
}
