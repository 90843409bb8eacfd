package io.muster.authserver.store;

import io.muster.oauth.Secret;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * An authorization request that waits for consent.
 *
 * @param login what begins when the person agrees; its state at the identity provider is not in use before
 * @param providerState the state that is sent to the identity provider
 * @param providerParameters names and values, alternating, that go to the identity provider unchanged
 * @param csrf hash of the value that the form must carry
 * @param expiresAt when it is too late
 */
public record PendingConsent(
        PendingLogin login, Secret providerState, List<String> providerParameters, TokenHash csrf, Instant expiresAt) {

    /** About how many bytes of memory it takes. */
    public int size() {
        return login.size()
                + Room.of(Stream.of(providerState.reveal(), csrf.value()))
                + Room.of(providerParameters.stream());
    }
}
