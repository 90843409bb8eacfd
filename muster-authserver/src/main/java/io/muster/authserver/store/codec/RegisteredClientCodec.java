package io.muster.authserver.store.codec;

import io.muster.authserver.store.RegisteredClient;
import io.muster.oauth.ClientId;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;

final class RegisteredClientCodec implements Codec<RegisteredClient> {
    @Override
    public JsonObject encode(RegisteredClient value) {
        return JsonObject.builder()
                .put("id", value.id().value())
                .putTextIfPresent("secret", value.secretHash())
                .put("origin", value.origin().name())
                .put("metadata", value.metadata())
                .put("created", value.createdAt().toEpochMilli())
                .putIfPresent("exp", value.expiresAt().map(at -> JsonNumber.of(at.toEpochMilli())))
                .build();
    }

    @Override
    public RegisteredClient decode(Document document) {
        return new RegisteredClient(
                new ClientId(document.text("id")),
                document.optionalText("secret"),
                RegisteredClient.Origin.valueOf(document.text("origin")),
                document.object("metadata"),
                document.instant("created"),
                document.optionalInstant("exp"));
    }
}
