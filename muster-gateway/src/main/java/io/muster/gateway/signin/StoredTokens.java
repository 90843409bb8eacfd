package io.muster.gateway.signin;

import io.muster.gateway.lease.Lifetime;
import io.muster.oauth.Scopes;
import io.muster.oauth.discovery.Provenance;
import io.muster.oauth.token.TokenSet;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * What a login ended with, as the vault keeps it. One whose access token has expired lives on by its refresh token, or by
 * that of the record that it was derived from.
 *
 * @param requested what was asked for; what was granted is with the tokens
 * @param told what the authorization server was told that the token is for; empty where it refuses to be told
 * @param identity what kind of client it was issued to
 * @param provenance how sure it is who issued it
 * @param tokenEndpoint where it is renewed
 * @param parent the record whose refresh token renews this one
 * @param generation grows with every other access token, also over logins
 * @param lastRefresh what the last attempt to renew it came to
 */
record StoredTokens(
        TokenKey key,
        TokenSet tokens,
        Scopes requested,
        Optional<URI> told,
        Identity identity,
        Provenance provenance,
        URI tokenEndpoint,
        Optional<TokenKey> parent,
        Instant obtainedAt,
        long generation,
        Optional<String> lastRefresh) {
    /** Where the credentials of the client are found. */
    enum Identity {
        PRE_REGISTERED,
        DOCUMENT,
        DYNAMIC
    }

    boolean isLiveAt(Instant now) {
        return now.isBefore(tokens.expiresAt());
    }

    /** Whether it lasts long enough to be used without a thought. */
    boolean isFreshAt(Instant now) {
        return new Lifetime(obtainedAt, tokens.expiresAt()).isFreshAt(now);
    }

    boolean isRenewable() {
        return parent.isPresent() || tokens.refreshToken().isPresent();
    }

    /** With another access token. */
    StoredTokens renewed(TokenSet changed, Instant now) {
        return with(changed, now, nextGeneration(generation, now), "ok");
    }

    /** With another refresh token, or none; the access token is the same. */
    StoredTokens withRefresh(TokenSet changed, String outcome) {
        return with(changed, obtainedAt, generation, outcome);
    }

    private StoredTokens with(TokenSet changed, Instant since, long number, String outcome) {
        return new StoredTokens(
                key,
                changed,
                requested,
                told,
                identity,
                provenance,
                tokenEndpoint,
                parent,
                since,
                number,
                Optional.of(outcome));
    }

    /** Greater than any before, even of a record that is gone. */
    static long nextGeneration(long before, Instant now) {
        return Math.max(before + 1, now.toEpochMilli());
    }
}
