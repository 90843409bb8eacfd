package io.muster.authserver.exchange;

import io.muster.authserver.exchange.ExchangeRequest.Presented;
import io.muster.authserver.resource.TrustedIssuer;
import io.muster.authserver.resource.TrustedIssuers;
import io.muster.oauth.ClientId;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.Subject;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Verifies the tokens that an exchange is about: JWTs of issuers that an operator trusts, and our own access tokens. */
final class PresentedTokens {
    private static final int LONGEST = 64 << 10;

    private final TrustedIssuers trusted;
    private final OwnTokens own;
    private final Set<String> thisServer;

    /** @param thisServer names of this server, one of which actor tokens must be for */
    PresentedTokens(TrustedIssuers trusted, OwnTokens own, Set<String> thisServer) {
        this.trusted = trusted;
        this.own = own;
        this.thisServer = Set.copyOf(thisServer);
    }

    /** What was found out about a token. */
    sealed interface Outcome {
        /**
         * It is good.
         *
         * @param issuer who says so
         * @param ceiling the most that may be granted for it; anything when empty
         * @param forwarded what proves the subject to another provider
         */
        record Proven(String issuer, Subject subject, Scopes ceiling, Presented forwarded) implements Outcome {}

        /** It is not; the reason is for operators. */
        record Refused(String reason) implements Outcome {}

        /** Nothing can be said now. */
        record Unavailable() implements Outcome {}
    }

    Outcome subject(Presented presented, ClientId client, Instant now) throws InterruptedException {
        var token = presented.token().reveal();
        var issuer = issuer(presented.token());
        if (issuer.isPresent()) {
            return outcome(trusted.subjectToken(issuer.get(), token, now), presented, now);
        }
        return presented.isSaidToBeAccessToken()
                ? own.outcome(presented.token(), client, now)
                : new Outcome.Refused("subject_token_issuer_unknown");
    }

    Outcome actor(Presented presented, Instant now) throws InterruptedException {
        var issuer = issuer(presented.token());
        return issuer.isPresent()
                ? outcome(trusted.actorToken(issuer.get(), presented.token().reveal(), thisServer, now), presented, now)
                : new Outcome.Refused("actor_token_issuer_unknown");
    }

    private Optional<TrustedIssuer> issuer(Secret token) {
        return token.reveal().length() > LONGEST ? Optional.empty() : trusted.claimed(token.reveal());
    }

    private static Outcome outcome(TrustedIssuers.Outcome outcome, Presented presented, Instant now) {
        return switch (outcome) {
            case TrustedIssuers.Outcome.Trusted token ->
                SubjectChecks.fault(token, now)
                        .<Outcome>map(Outcome.Refused::new)
                        .orElseGet(() -> new Outcome.Proven(
                                token.issuer().issuer(),
                                token.user().subject(),
                                token.issuer().scopes(),
                                presented));
            case TrustedIssuers.Outcome.OtherType _ -> new Outcome.Refused("trusted_issuer_typ_invalid");
            case TrustedIssuers.Outcome.Refused(var reason) -> new Outcome.Refused(reason);
            case TrustedIssuers.Outcome.Unavailable() -> new Outcome.Unavailable();
        };
    }
}
