package io.muster.authserver.exchange;

import io.muster.authserver.exchange.PresentedTokens.Outcome.Proven;
import io.muster.authserver.store.RegisteredClient;
import io.muster.oauth.Scopes;
import java.util.Optional;
import java.util.Set;

/** Who may exchange what for what. Pure. */
final class ExchangePolicy {
    private final BrokerSettings settings;

    ExchangePolicy(BrokerSettings settings) {
        this.settings = settings;
    }

    /** What speaks against a request before anybody looks at its tokens. */
    Optional<Denial> objection(RegisteredClient client, boolean withProof, ExchangeRequest asked) {
        if (client.isPublic()) {
            return Optional.of(Denial.PUBLIC_CLIENT);
        }
        if (withProof) {
            return Optional.of(Denial.WITH_PROOF);
        }
        if (target(client, asked).isEmpty()) {
            return Optional.of(Denial.AUDIENCE);
        }
        var known = asked.subject().isOfKnownType()
                && asked.actor().map(ExchangeRequest.Presented::isOfKnownType).orElse(true);
        return known ? Optional.empty() : Optional.of(Denial.TOKEN_TYPE);
    }

    /** Where the token comes from; one audience at a time, and only those that the client may ask for. */
    Optional<BrokerTarget> target(RegisteredClient client, ExchangeRequest asked) {
        if (asked.audiences().size() != 1) {
            return Optional.empty();
        }
        var audience = asked.audiences().getFirst();
        var allowed = settings.clientAudiences().getOrDefault(client.id().value(), Set.of());
        return allowed.contains(audience)
                ? Optional.ofNullable(settings.targets().get(audience))
                : Optional.empty();
    }

    /** Nobody acts for somebody else; who acts for himself does not act for another. */
    Optional<Denial> objection(Proven subject, Proven actor) {
        var himself = actor.issuer().equals(subject.issuer()) && actor.subject().equals(subject.subject());
        return himself ? Optional.empty() : Optional.of(Denial.DELEGATION);
    }

    /** What is asked for: never more than the issuer of the subject token may grant. */
    Scopes scopes(BrokerTarget target, Proven subject) {
        return subject.ceiling().isEmpty() ? target.scopes() : target.scopes().intersection(subject.ceiling());
    }
}
