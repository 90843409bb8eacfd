package io.muster.authserver.exchange;

import io.muster.authserver.audit.Audit;
import io.muster.authserver.limit.RateLimit;
import io.muster.authserver.protocol.OwnResources;
import io.muster.authserver.provider.FreshTokens;
import io.muster.authserver.provider.TokenExchangeClient;
import io.muster.authserver.resource.ForeignIssuers;
import io.muster.authserver.store.SessionStore;
import io.muster.authserver.token.ClientAuthentication;
import io.muster.authserver.token.KeyProof;
import io.muster.wire.meter.Meters;
import io.muster.wire.time.Scheduler;
import java.time.InstantSource;

/**
 * What exchanges work with.
 *
 * @param clients finds out which client sends a request
 * @param limit of requests with one subject token
 * @param proofs finds out which key a request proves to hold
 * @param issuers whose tokens are believed
 * @param provider name of the identity provider as an issuer
 * @param sessions where our own tokens are
 * @param tokens of users at the identity provider
 * @param resources of this server
 * @param exchanger asks other providers
 * @param audit records who got what
 * @param meters counts refusals
 * @param clock the time
 * @param scheduler waits
 */
public record ExchangeEnvironment(
        ClientAuthentication clients,
        RateLimit limit,
        KeyProof proofs,
        ForeignIssuers issuers,
        String provider,
        SessionStore sessions,
        FreshTokens tokens,
        OwnResources resources,
        TokenExchangeClient exchanger,
        Audit audit,
        Meters meters,
        InstantSource clock,
        Scheduler scheduler) {
    PresentedTokens presentedTokens() {
        var own = new OwnTokens(sessions, tokens, resources, provider);
        return new PresentedTokens(issuers.trusted(), own, resources.shared());
    }
}
