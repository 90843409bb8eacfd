package io.muster.authserver.exchange;

import io.muster.authserver.exchange.PresentedTokens.Outcome;
import io.muster.authserver.exchange.PresentedTokens.Outcome.Proven;
import io.muster.authserver.protocol.FormParameters;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.Requester;
import io.muster.authserver.provider.ProviderFailure;
import io.muster.authserver.provider.ProviderFailure.Kind;
import io.muster.authserver.provider.TokenExchangeClient;
import io.muster.authserver.provider.TokenExchangeClient.Exchanged;
import io.muster.authserver.provider.TokenExchangeClient.Order;
import io.muster.authserver.store.RegisteredClient;
import io.muster.authserver.store.TokenHash;
import io.muster.authserver.token.Grant;
import io.muster.oauth.Scopes;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.json.JsonObject;
import io.muster.wire.log.LogLimiter;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Token exchange. This server signs nothing itself: it brokers. A confidential client shows a token of somebody whom an
 * operator trusts, and gets one for an audience that the client may reach, from the provider there. A request that names
 * no audience is understood and refused. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8693#section-2">RFC 8693, 2 Token Exchange Request and Response</a>
 */
public final class TokenExchange implements Grant {
    private static final Logger log = LoggerFactory.getLogger(TokenExchange.class);
    private static final Set<String> USABLE_AS_BEARER =
            Set.of(TokenExchangeClient.ACCESS_TOKEN, TokenExchangeClient.JWT);

    private final boolean strict;
    private final ExchangeEnvironment with;
    private final ExchangePolicy policy;
    private final PresentedTokens tokens;
    private final Exchanges exchanges;
    private final LogLimiter warnings;

    public TokenExchange(BrokerSettings settings, ExchangeEnvironment with) {
        this.strict = settings.strictErrors();
        this.with = with;
        this.policy = new ExchangePolicy(settings);
        this.tokens = with.presentedTokens();
        this.exchanges = new Exchanges(with.clock(), with.scheduler());
        this.warnings = new LogLimiter(with.clock());
    }

    @Override
    public JsonObject answer(HttpRequest request, FormParameters form, Requester requester)
            throws InterruptedException {
        var asked = ExchangeRequest.parse(form);
        if (asked.audiences().isEmpty()) {
            var _ = with.proofs().thumbprint(request);
            throw new ExchangeTrail(with, requester).refused(Denial.NO_AUDIENCE, strict);
        }
        var client = with.clients().authenticate(request, form);
        var trail = new ExchangeTrail(with, requester, client, asked);
        var withProof = !request.headers().all("DPoP").isEmpty();
        var objection = policy.objection(client, withProof, asked);
        if (objection.isPresent()) {
            throw trail.refused(objection.get(), strict);
        }
        if (!with.limit().admits(trail.session())) {
            throw trail.tooOften();
        }
        return brokered(asked, client, trail);
    }

    private JsonObject brokered(ExchangeRequest asked, RegisteredClient client, ExchangeTrail trail)
            throws InterruptedException {
        var now = with.clock().instant();
        var subject = proven(tokens.subject(asked.subject(), client.id(), now), Denial.SUBJECT_TOKEN, trail);
        if (asked.actor().isPresent()) {
            var actor = proven(tokens.actor(asked.actor().get(), now), Denial.ACTOR_TOKEN, trail);
            var objection = policy.objection(subject, actor);
            if (objection.isPresent()) {
                throw trail.refused(objection.get(), strict);
            }
        }
        var target = policy.target(client, asked).orElseThrow(() -> trail.refused(Denial.AUDIENCE, strict));
        var scopes = policy.scopes(target, subject);
        if (scopes.isEmpty()) {
            throw trail.refused(Denial.SCOPE, strict);
        }
        var exchanged = exchanged(client, target, scopes, subject, trail);
        trail.issued(subject.subject());
        return response(exchanged, scopes);
    }

    private Proven proven(Outcome outcome, Denial denial, ExchangeTrail trail) {
        return switch (outcome) {
            case Proven proven -> proven;
            case Outcome.Refused(var reason) -> throw trail.refused(reason, denial.error(strict));
            case Outcome.Unavailable() ->
                throw trail.refused("subject_token_not_verifiable_now", OAuthError.temporarilyUnavailable());
        };
    }

    private Exchanged exchanged(
            RegisteredClient client, BrokerTarget target, Scopes scopes, Proven subject, ExchangeTrail trail)
            throws InterruptedException {
        var key = new Exchanges.Key(
                target.endpoint(),
                target.connector(),
                scopes,
                client.id(),
                subject.issuer(),
                subject.subject(),
                TokenHash.of(subject.forwarded().token()));
        try {
            return exchanges.result(key, deadline -> {
                var order = new Order(
                        target.endpoint(),
                        target.issuer(),
                        target.connector(),
                        scopes,
                        subject.forwarded().token(),
                        subject.forwarded().type(),
                        target.credentials().read());
                return with.exchanger().exchange(order, deadline);
            });
        } catch (ProviderFailure e) {
            warn(target, e);
            throw trail.refused(
                    e.reason(),
                    e.kind() == Kind.UNAVAILABLE
                            ? OAuthError.temporarilyUnavailable()
                            : Denial.SUBJECT_TOKEN.error(strict));
        }
    }

    /** That a provider refuses somebody is no trouble of ours. */
    private void warn(BrokerTarget target, ProviderFailure failure) {
        if (failure.kind() == Kind.REFUSED) {
            return;
        }
        warnings.failed(target.endpoint() + failure.reason())
                .ifPresent(quiet -> log.atWarn()
                        .addKeyValue("endpoint", target.endpoint().getHost())
                        .addKeyValue("reason", failure.reason())
                        .addKeyValue("repeated", quiet)
                        .setCause(failure)
                        .log("a token could not be exchanged"));
    }

    /** What is granted is always said: the client may have asked for something else (section 2.2.1). */
    private JsonObject response(Exchanged exchanged, Scopes asked) {
        var answer = JsonObject.builder()
                .put("access_token", exchanged.token().reveal())
                .put("issued_token_type", exchanged.type())
                .put("token_type", strict && !USABLE_AS_BEARER.contains(exchanged.type()) ? "N_A" : "Bearer");
        exchanged.expiry().ifPresent(expiry -> {
            var left = Duration.between(with.clock().instant(), expiry).toSeconds();
            answer.put("expires_in", Math.max(0, left));
        });
        return answer.put("scope", exchanged.scope().orElseGet(asked::toString)).build();
    }
}
