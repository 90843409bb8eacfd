package io.muster.authserver.store.codec;

import io.muster.authserver.store.PendingLogin;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.ClientId;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.util.Map;

final class PendingLoginCodec implements Codec<PendingLogin> {
    @Override
    public JsonObject encode(PendingLogin value) {
        return JsonObject.builder()
                .put("client", value.client().value())
                .put("redirect", value.redirectUri())
                .put("state", value.clientState())
                .put("scopes", JsonArray.ofStrings(value.scopes().values()))
                .put("resources", JsonArray.ofStrings(value.resources()))
                .put("challenge", value.codeChallenge())
                .putTextIfPresent("jkt", value.dpopKey())
                .put("verifier", value.providerVerifier().reveal())
                .putTextIfPresent("nonce", value.nonce())
                .put("further", further(value.further()))
                .putTextIfPresent("browser", value.browser().map(TokenHash::value))
                .put("ref", value.reference())
                .put("began", value.beganAt().toEpochMilli())
                .put("exp", value.expiresAt().toEpochMilli())
                .build();
    }

    private static JsonObject further(Map<String, String> parameters) {
        var all = JsonObject.builder();
        parameters.forEach(all::put);
        return all.build();
    }

    @Override
    public PendingLogin decode(Document document) {
        return new PendingLogin(
                new ClientId(document.text("client")),
                document.text("redirect"),
                document.text("state"),
                document.scopes("scopes"),
                document.texts("resources"),
                document.text("challenge"),
                document.optionalText("jkt"),
                document.secret("verifier"),
                document.optionalText("nonce"),
                document.textsByName("further"),
                document.optionalText("browser").map(TokenHash::new),
                document.text("ref"),
                document.instant("began"),
                document.instant("exp"));
    }
}
