package io.muster.authserver.store;

import io.muster.oauth.ClientId;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A login on its way through the identity provider, found by the state that was sent there.
 *
 * @param client who wants the login
 * @param redirectUri where the answer goes, as the client sent it
 * @param clientState the client's own state
 * @param scopes what the client is to be granted
 * @param resources normalised resources the tokens are for (RFC 8707)
 * @param codeChallenge the client's S256 challenge
 * @param dpopKey thumbprint announced by {@code dpop_jkt} (RFC 9449 section 10)
 * @param providerVerifier our own PKCE verifier
 * @param nonce expected in the ID token; none when {@code openid} was not asked for
 * @param further what else the client sent for the identity provider, as far as it is needed to ask once more
 * @param browser hash of the cookie of the browser that began; none where it is not required
 * @param reference short text by which people and operators talk about this login
 * @param beganAt when it began
 * @param expiresAt when it is too late
 */
public record PendingLogin(
        ClientId client,
        String redirectUri,
        String clientState,
        Scopes scopes,
        List<String> resources,
        String codeChallenge,
        Optional<String> dpopKey,
        Secret providerVerifier,
        Optional<String> nonce,
        Map<String, String> further,
        Optional<TokenHash> browser,
        String reference,
        Instant beganAt,
        Instant expiresAt) {
    public PendingLogin {
        further = Map.copyOf(further);
    }

    /** About how many bytes of memory it takes. */
    public int size() {
        var always = Stream.of(
                client.value(), redirectUri, clientState, codeChallenge, providerVerifier.reveal(), reference);
        return Room.of(always)
                + Room.of(scopes.values().stream())
                + Room.of(resources.stream())
                + Room.of(further.values().stream())
                + Room.of(dpopKey)
                + Room.of(nonce)
                + Room.of(browser.map(TokenHash::value));
    }
}
