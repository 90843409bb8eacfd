package io.muster.authserver.provider;

import io.muster.oauth.Secret;
import io.muster.oauth.jose.Jwt;
import io.muster.wire.json.JsonString;

/** Whether an ID token answers the request that began the login (OpenID Connect Core section 3.1.3.7, number 11). */
final class Nonce {
    private Nonce() {}

    static void check(String expected, Jwt idToken) {
        var value = idToken.claims().get("nonce").orElseThrow(() -> mismatch("absent"));
        if (!(value instanceof JsonString(var nonce))) {
            throw mismatch("wrong_type");
        }
        if (!new Secret(nonce).equals(new Secret(expected))) {
            throw mismatch("mismatch");
        }
    }

    /** @param detail as audit records it */
    static ProviderFailure mismatch(String detail) {
        return new ProviderFailure(
                ProviderFailure.Kind.INVALID,
                "nonce_" + detail,
                "the ID token does not answer the request of this login: nonce " + detail);
    }
}
