package io.muster.authserver.store.codec;

import io.muster.authserver.store.PendingConsent;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;

final class PendingConsentCodec implements Codec<PendingConsent> {
    @Override
    public JsonObject encode(PendingConsent value) {
        return JsonObject.builder()
                .put("login", Codecs.LOGIN.encode(value.login()))
                .put("state", value.providerState().reveal())
                .put("params", JsonArray.ofStrings(value.providerParameters()))
                .put("csrf", value.csrf().value())
                .put("exp", value.expiresAt().toEpochMilli())
                .build();
    }

    @Override
    public PendingConsent decode(Document document) {
        return new PendingConsent(
                Codecs.LOGIN.decode(document.document("login")),
                document.secret("state"),
                document.texts("params"),
                document.hash("csrf"),
                document.instant("exp"));
    }
}
