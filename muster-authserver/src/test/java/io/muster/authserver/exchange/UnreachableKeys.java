package io.muster.authserver.exchange;

import io.muster.oauth.jose.JwkSet;
import io.muster.oauth.jose.KeySet;
import io.muster.oauth.jose.VerificationKey;
import io.muster.wire.json.JsonObject;
import java.util.List;

/** Keys of an issuer that does not answer. */
final class UnreachableKeys implements KeySet {
    @Override
    public JwkSet current() {
        throw new Unreachable("no answer");
    }

    @Override
    public List<VerificationKey> candidates(JsonObject header) {
        throw new Unreachable("no answer");
    }
}
