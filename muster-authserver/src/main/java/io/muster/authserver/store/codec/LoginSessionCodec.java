package io.muster.authserver.store.codec;

import io.muster.authserver.store.LoginSession;
import io.muster.oauth.ClientId;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;

final class LoginSessionCodec implements Codec<LoginSession> {
    @Override
    public JsonObject encode(LoginSession value) {
        return JsonObject.builder()
                .put("id", value.id().value())
                .put("sub", value.subject().value())
                .put("client", value.client().value())
                .put("gen", value.generation())
                .put("began", value.startedAt().toEpochMilli())
                .put("exp", value.expiresAt().toEpochMilli())
                .putIfPresent("ended", value.endedAt().map(at -> JsonNumber.of(at.toEpochMilli())))
                .build();
    }

    @Override
    public LoginSession decode(Document document) {
        return new LoginSession(
                new SessionId(document.text("id")),
                new Subject(document.text("sub")),
                new ClientId(document.text("client")),
                document.integer("gen"),
                document.instant("began"),
                document.instant("exp"),
                document.optionalInstant("ended"));
    }
}
