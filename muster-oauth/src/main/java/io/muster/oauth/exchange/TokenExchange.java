package io.muster.oauth.exchange;

import io.muster.oauth.Secret;
import io.muster.oauth.Subject;
import io.muster.oauth.exchange.ExchangeResult.Exchanged;
import io.muster.oauth.exchange.ExchangeResult.Refused;
import io.muster.oauth.exchange.ExchangeResult.SubjectRefused;
import io.muster.oauth.exchange.ExchangeResult.Unavailable;
import io.muster.oauth.jose.Jwt;
import io.muster.oauth.jose.JwtReader;
import io.muster.oauth.token.TokenFailure;
import io.muster.oauth.token.TokenForm;
import io.muster.oauth.token.TokenResult.Answer;
import io.muster.wire.json.JsonObject;
import io.muster.wire.outbound.OutboundClient;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges subject tokens (RFC 8693 section 2). Each request is sent once, with a subject token that lives for a while
 * yet; the result must come from the issuer that is expected. Thread-safe.
 */
public final class TokenExchange {
    private static final Logger log = LoggerFactory.getLogger(TokenExchange.class);

    private static final String ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final int LONGEST_SUBJECT = 64 << 10;
    private static final Duration MARGIN = Duration.ofSeconds(30);
    private static final Duration DEFAULT_LIFE = Duration.ofMinutes(5);

    private final OutboundClient outbound;
    private final InstantSource clock;

    /** @param outbound its policy says which addresses the endpoints may have; it must not follow redirects */
    public TokenExchange(OutboundClient outbound, InstantSource clock) {
        this.outbound = outbound;
        this.clock = clock;
    }

    public ExchangeResult exchange(ExchangeSettings settings, Secret subjectToken, Deadline deadline)
            throws InterruptedException {
        var subject = JwtReader.read(subjectToken.reveal());
        var fault = subjectFault(subjectToken, subject);
        if (fault.isPresent()) {
            return new SubjectRefused(fault.get());
        }
        var began = clock.instant();
        var result = exchanged(settings, subjectToken, deadline);
        log.atInfo()
                .addKeyValue("event", "token_exchange")
                .addKeyValue("success", result instanceof Exchanged)
                .addKeyValue("host", settings.endpoint().getHost())
                .addKeyValue("connector", settings.connectorId())
                .addKeyValue(
                        "subject",
                        subject.flatMap(Jwt::subject)
                                .map(Subject::new)
                                .map(Subject::toString)
                                .orElse(""))
                .addKeyValue("duration", Duration.between(began, clock.instant()))
                .log("token exchange");
        return result;
    }

    /** Why a token is not worth sending. */
    private Optional<String> subjectFault(Secret token, Optional<Jwt> subject) {
        if (token.reveal().length() > LONGEST_SUBJECT) {
            return Optional.of("the subject token is too long");
        }
        if (subject.flatMap(Jwt::subject).isEmpty()) {
            return Optional.of("the subject token is not a JWT with a subject");
        }
        var soon = clock.instant().plus(MARGIN);
        return subject.flatMap(Jwt::expiresAt).filter(soon::isBefore).isPresent()
                ? Optional.empty()
                : Optional.of("the subject token has expired");
    }

    private ExchangeResult exchanged(ExchangeSettings settings, Secret subjectToken, Deadline deadline)
            throws InterruptedException {
        var form = Map.of(
                "grant_type",
                GRANT,
                "subject_token",
                subjectToken.reveal(),
                "subject_token_type",
                ID_TOKEN,
                // An access token would lack the audience, and every call be denied.
                "requested_token_type",
                ID_TOKEN,
                "connector_id",
                settings.connectorId(),
                "scope",
                settings.scopes().toString());
        var answer = TokenForm.send(outbound, settings.endpoint(), form, settings.client(), deadline);
        return switch (answer) {
            case Answer.Success(var json) -> read(settings, json);
            case Answer.Failure(var failure) -> failed(failure);
        };
    }

    private static ExchangeResult failed(TokenFailure failure) {
        return switch (failure) {
            case TokenFailure.InvalidGrant(var text) -> new SubjectRefused(text);
            case TokenFailure.Unavailable(var retryAfter, var text) -> new Unavailable(retryAfter, text);
            case TokenFailure.InvalidClient _, TokenFailure.Refused _, TokenFailure.Unusable _ ->
                new Refused(failure.text());
        };
    }

    /** The result is in {@code access_token}, whatever type it is said to have. */
    private ExchangeResult read(ExchangeSettings settings, JsonObject answer) {
        var token = answer.text("access_token")
                .filter(text -> !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7F));
        if (token.isEmpty()) {
            return new Refused("the token answer is not usable: it has no access_token");
        }
        var jwt = JwtReader.read(token.get());
        var issuer = jwt.map(read -> read.issuer().orElse(""));
        if (issuer.filter(name -> !sameIssuer(settings, name)).isPresent()) {
            return new Refused("token issuer mismatch: expected \"" + settings.expectedIssuer() + "\", got \""
                    + issuer.get() + "\". Hint: when the endpoint is reached through a proxy, set 'expectedIssuer' to"
                    + " the issuer of the provider");
        }
        var expiresAt = expiry(answer, jwt);
        return expiresAt.isAfter(clock.instant())
                ? new Exchanged(new Secret(token.get()), expiresAt)
                : new Refused("the token answer is not usable: its access_token has expired already");
    }

    private static boolean sameIssuer(ExchangeSettings settings, String name) {
        return withoutSlash(settings.expectedIssuer().value()).equals(withoutSlash(name));
    }

    private static String withoutSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** The earlier of what the answer and the token say. */
    private Instant expiry(JsonObject answer, Optional<Jwt> jwt) {
        var now = clock.instant();
        var seconds = answer.integer("expires_in");
        var told = seconds.isPresent()
                ? Optional.of(now.plusSeconds(Math.clamp(
                        seconds.getAsLong(), 0, (int) Duration.ofDays(3650).toSeconds())))
                : Optional.<Instant>empty();
        var written = jwt.flatMap(Jwt::expiresAt);
        if (told.isPresent() && written.isPresent()) {
            return told.get().isBefore(written.get()) ? told.get() : written.get();
        }
        return told.or(() -> written).orElseGet(() -> now.plus(DEFAULT_LIFE));
    }
}
