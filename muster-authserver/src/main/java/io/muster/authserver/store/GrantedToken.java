package io.muster.authserver.store;

import io.muster.oauth.ClientId;
import io.muster.oauth.Scopes;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an access token or a refresh token stands for.
 *
 * @param hash of the token
 * @param session its family
 * @param subject the user
 * @param client to whom it was issued
 * @param scopes what is granted
 * @param resources normalised resources it is good for
 * @param dpopKey thumbprint of the key it is bound to (RFC 9449)
 * @param generation of the family at its issuance
 * @param issuedAt its issuance
 * @param expiresAt its expiry, to be enforced
 */
public record GrantedToken(
        TokenHash hash,
        SessionId session,
        Subject subject,
        ClientId client,
        Scopes scopes,
        List<String> resources,
        Optional<String> dpopKey,
        long generation,
        Instant issuedAt,
        Instant expiresAt) {}
