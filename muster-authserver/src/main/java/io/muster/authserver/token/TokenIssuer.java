package io.muster.authserver.token;

import io.muster.authserver.protocol.RandomTokens;
import io.muster.authserver.store.LoginSession;
import io.muster.authserver.store.ProviderTokens;
import java.time.Instant;

/** Makes tokens; storing them is up to the grants. Thread-safe. */
public final class TokenIssuer {
    private final TokenFormat format;
    private final RandomTokens random;
    private final TokenLifetimes lifetimes;

    public TokenIssuer(TokenFormat format, RandomTokens random, TokenLifetimes lifetimes) {
        this.format = format;
        this.random = random;
        this.lifetimes = lifetimes;
    }

    /**
     * A pair for the session in its present generation.
     *
     * @param access what the access token grants
     * @param refresh what later access tokens may grant
     */
    IssuedTokens issue(
            LoginSession session, Entitlement access, Entitlement refresh, ProviderTokens provider, Instant now) {
        var accessContent = new TokenContent(session, access, now, lifetimes.accessExpiry(session, provider, now));
        var refreshContent = new TokenContent(session, refresh, now, lifetimes.refreshExpiry(session, now));
        var pair = new TokenPair(
                format.accessToken(accessContent),
                random.next(),
                accessContent.expiresAt(),
                access.scopes(),
                access.dpopKey());
        return new IssuedTokens(pair, accessContent.as(pair.access()), refreshContent.as(pair.refresh()));
    }
}
