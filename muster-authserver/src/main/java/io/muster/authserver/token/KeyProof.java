package io.muster.authserver.token;

import io.muster.wire.http.HttpRequest;
import java.util.Optional;

/** Finds out which key a token request proves to hold (RFC 9449 section 5). */
@FunctionalInterface
public interface KeyProof {
    /**
     * The thumbprint of the key; nothing when the request carries no proof.
     *
     * @throws io.muster.authserver.protocol.OAuthRejection when the proof is not good
     */
    Optional<String> thumbprint(HttpRequest request);
}
