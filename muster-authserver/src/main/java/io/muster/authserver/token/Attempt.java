package io.muster.authserver.token;

import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.protocol.Requester;
import io.muster.authserver.store.RegisteredClient;
import io.muster.oauth.Subject;
import java.util.Optional;

/**
 * Who asks for tokens.
 *
 * @param client authenticated where it has to be
 * @param dpopKey thumbprint of the key that the request proves to hold
 * @param requester where the request came from
 */
record Attempt(RegisteredClient client, Optional<String> dpopKey, Requester requester) {
    private static final String DPOP_BOUND = "dpop_bound_access_tokens";

    About about(Subject subject) {
        return About.of(subject, client.id());
    }

    /** A client may ask to get no token that is not bound to a key (RFC 9449 section 5.2). */
    void requireProofIfRegistered() {
        if (dpopKey.isEmpty() && client.metadata().isTrue(DPOP_BOUND)) {
            throw new OAuthRejection(new OAuthError(400, "invalid_dpop_proof", "A DPoP proof is required"));
        }
    }

    /** The same for what was bound to a key when it was granted. */
    void requireKey(Optional<String> bound) {
        if (bound.isPresent() && !bound.equals(dpopKey)) {
            throw new OAuthRejection(new OAuthError(
                    400, "invalid_dpop_proof", "The grant is bound to a key that the request does not prove to hold"));
        }
    }
}
