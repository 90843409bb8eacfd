package io.muster.authserver.store.codec;

import io.muster.authserver.store.ProviderTokens;
import io.muster.oauth.Secret;
import io.muster.wire.json.JsonNumber;
import io.muster.wire.json.JsonObject;

final class ProviderTokensCodec implements Codec<ProviderTokens> {
    @Override
    public JsonObject encode(ProviderTokens value) {
        return JsonObject.builder()
                .put("access", value.accessToken().reveal())
                .putTextIfPresent("refresh", value.refreshToken().map(Secret::reveal))
                .putTextIfPresent("id", value.idToken().map(Secret::reveal))
                .putIfPresent("exp", value.expiresAt().map(at -> JsonNumber.of(at.toEpochMilli())))
                .put("obtained", value.obtainedAt().toEpochMilli())
                .put("login", value.loginAt().toEpochMilli())
                .build();
    }

    @Override
    public ProviderTokens decode(Document document) {
        var obtainedAt = document.instant("obtained");
        return new ProviderTokens(
                document.secret("access"),
                document.optionalText("refresh").map(Secret::new),
                document.optionalText("id").map(Secret::new),
                document.optionalInstant("exp"),
                obtainedAt,
                document.optionalInstant("login").orElse(obtainedAt));
    }
}
