package io.muster.authserver.store;

import io.muster.oauth.ClientId;
import io.muster.oauth.Scopes;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an authorization code stands for. The tokens of the identity provider are in {@link ProviderTokenStore}.
 *
 * @param session the login session that redeeming the code begins; chosen with the code, so that a code that is redeemed
 *     twice names the session that has to end
 * @param client to whom it was issued
 * @param redirectUri where it was sent, as the client asked
 * @param subject who logged in
 * @param scopes what is granted
 * @param resources what the tokens are for
 * @param codeChallenge the client's S256 challenge
 * @param dpopKey thumbprint of the key that must be proven
 * @param nonce of the request
 * @param reference of the login
 * @param expiresAt when it is too late
 */
public record AuthorizedCode(
        SessionId session,
        ClientId client,
        String redirectUri,
        Subject subject,
        Scopes scopes,
        List<String> resources,
        String codeChallenge,
        Optional<String> dpopKey,
        Optional<String> nonce,
        String reference,
        Instant expiresAt) {

    /** About how many bytes of memory it takes. */
    public int size() {
        var always = Stream.of(session.value(), client.value(), redirectUri, subject.value(), codeChallenge, reference);
        return Room.of(always)
                + Room.of(scopes.values().stream())
                + Room.of(resources.stream())
                + Room.of(dpopKey)
                + Room.of(nonce);
    }
}
