package io.muster.authserver.exchange;

import io.muster.authserver.exchange.ExchangeRequest.Presented;
import io.muster.authserver.exchange.PresentedTokens.Outcome;
import io.muster.authserver.protocol.OwnResources;
import io.muster.authserver.provider.FreshTokens;
import io.muster.authserver.provider.Freshness;
import io.muster.authserver.provider.TokenExchangeClient;
import io.muster.authserver.store.GrantedToken;
import io.muster.authserver.store.SessionStore;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.ClientId;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * Access tokens of this server as subject tokens. They mean nothing elsewhere, so the ID token of the user goes instead. A
 * client can exchange its own only: with one that it found it could do more than with the session it belongs to.
 */
final class OwnTokens {
    private final SessionStore sessions;
    private final FreshTokens tokens;
    private final OwnResources resources;
    private final String issuer;

    /** @param issuer the identity provider */
    OwnTokens(SessionStore sessions, FreshTokens tokens, OwnResources resources, String issuer) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.resources = resources;
        this.issuer = issuer;
    }

    Outcome outcome(Secret token, ClientId client, Instant now) throws InterruptedException {
        var granted = sessions.access(TokenHash.of(token), now);
        if (granted.isEmpty()) {
            return new Outcome.Refused("subject_token_unknown");
        }
        var fault = fault(granted.get(), client);
        return fault.isPresent() ? new Outcome.Refused(fault.get()) : idToken(granted.get());
    }

    private Optional<String> fault(GrantedToken token, ClientId client) {
        if (!token.client().equals(client)) {
            return Optional.of("subject_token_of_other_client");
        }
        if (token.dpopKey().isPresent()) {
            return Optional.of("subject_token_bound_to_key");
        }
        return token.resources().stream().anyMatch(resources.shared()::contains)
                ? Optional.empty()
                : Optional.of("subject_token_for_one_endpoint");
    }

    private Outcome idToken(GrantedToken granted) throws InterruptedException {
        return switch (tokens.fresh(granted.subject())) {
            case Freshness.Fresh(var found) ->
                found.idToken()
                        .<Outcome>map(idToken -> new Outcome.Proven(
                                issuer,
                                granted.subject(),
                                Scopes.NONE,
                                new Presented(idToken, TokenExchangeClient.ID_TOKEN)))
                        .orElseGet(() -> new Outcome.Refused("no_id_token"));
            case Freshness.Refused() -> new Outcome.Refused("provider_refused");
            case Freshness.Missing() -> new Outcome.Refused("provider_token_missing");
            case Freshness.Unavailable() -> new Outcome.Unavailable();
        };
    }
}
