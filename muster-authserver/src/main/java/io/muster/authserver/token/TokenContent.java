package io.muster.authserver.token;

import io.muster.authserver.store.GrantedToken;
import io.muster.authserver.store.LoginSession;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.Secret;
import java.time.Instant;

/**
 * What a token is to stand for, before it exists.
 *
 * @param session its family, in the generation that the token belongs to
 * @param entitlement what it grants
 * @param issuedAt its issuance
 * @param expiresAt its expiry
 */
public record TokenContent(LoginSession session, Entitlement entitlement, Instant issuedAt, Instant expiresAt) {
    GrantedToken as(Secret value) {
        return new GrantedToken(
                TokenHash.of(value),
                session.id(),
                session.subject(),
                session.client(),
                entitlement.scopes(),
                entitlement.resources(),
                entitlement.dpopKey(),
                session.generation(),
                issuedAt,
                expiresAt);
    }
}
