package io.muster.authserver.authorize;

import io.muster.authserver.store.TokenHash;
import io.muster.oauth.Secret;

/** Our own proof key towards the identity provider (RFC 7636). */
final class PkcePair {
    private PkcePair() {}

    /** The S256 challenge: what the hash of a bearer value is as well. */
    static String challenge(Secret verifier) {
        return TokenHash.of(verifier).value();
    }
}
