package io.muster.authserver.resource;

import io.muster.authserver.protocol.OwnResources;
import io.muster.authserver.session.SubjectToken;
import io.muster.authserver.store.TokenHash;
import io.muster.authserver.store.User;
import io.muster.oauth.Caller;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.oauth.jose.Jwt;
import io.muster.oauth.jose.JwtReader;
import io.muster.oauth.jose.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signed tokens of others: of trusted issuers, and ID tokens that the identity provider issued to trusted clients. What was
 * verified holds for a minute, so that a signature is not computed for every request. Thread-safe.
 */
final class ForeignTokens {
    private static final Logger log = LoggerFactory.getLogger(ForeignTokens.class);
    private static final Duration HOLDS = Duration.ofSeconds(60);
    private static final int MOST = 10_000;

    /** What tokens grant that do not say: to read what they say of the user themselves. */
    private static final Scopes IDENTITY_SCOPES = Scopes.of("openid", "profile", "email", "groups");

    private final TrustedIssuers trusted;
    private final ForwardedTokens forwarded;
    private final OwnResources own;
    private final ExternalSessions sessions;
    private final Remembered<TokenHash, Identity> verified = new Remembered<>(MOST);

    /** A verdict, and whether it was reached just now. */
    record Outcome(Verdict verdict, boolean first) {}

    ForeignTokens(ForeignIssuers issuers, OwnResources own) {
        this.trusted = issuers.trusted();
        this.forwarded = issuers.forwarded();
        this.sessions = issuers.sessions();
        this.own = own;
    }

    /** Whether a token may be one of these: text in three parts. */
    static boolean mayBe(String token) {
        var first = token.indexOf('.');
        return first > 0 && token.indexOf('.', first + 1) > first;
    }

    /** Nothing when the token is none that these rules are about. */
    Optional<Outcome> verdict(String token, Instant now) throws InterruptedException {
        var hash = TokenHash.of(token);
        var known = verified.get(hash, now);
        if (known.isPresent()) {
            return Optional.of(new Outcome(new Verdict.Accepted(known.get()), false));
        }
        var jwt = JwtReader.read(token);
        var verdict = jwt.isPresent() ? verdict(jwt.get(), token, now) : Optional.<Verdict>empty();
        if (verdict.isPresent() && verdict.get() instanceof Verdict.Accepted(var identity)) {
            var expiry = jwt.flatMap(Jwt::expiresAt).orElse(now);
            var until = now.plus(HOLDS);
            verified.put(hash, identity, expiry.isBefore(until) ? expiry : until, now);
        }
        return verdict.map(value -> new Outcome(value, true));
    }

    private Optional<Verdict> verdict(Jwt jwt, String token, Instant now) throws InterruptedException {
        var issuer = trusted.claimed(jwt);
        if (issuer.isEmpty()) {
            return forwarded(jwt, token, now);
        }
        return switch (trusted.bearer(issuer.get(), token, own.shared(), now)) {
            case TrustedIssuers.Outcome.Trusted(var _, var proven, var user) ->
                Optional.of(accepted(token, proven, user, IDENTITY_SCOPES));
            case TrustedIssuers.Outcome.OtherType(var other)
            when forwarded.areFor(other.audiences()) -> forwarded(jwt, token, now);
            case TrustedIssuers.Outcome.OtherType _ -> Optional.of(new Verdict.Refused("trusted_issuer_typ_invalid"));
            case TrustedIssuers.Outcome.Refused(var reason) -> Optional.of(new Verdict.Refused(reason));
            case TrustedIssuers.Outcome.Unavailable() -> Optional.of(Verdict.UNAVAILABLE);
        };
    }

    /** What is not accepted may still be one of our own tokens, in a form that a later profile issues. */
    private Optional<Verdict> forwarded(Jwt jwt, String token, Instant now) throws InterruptedException {
        if (!forwarded.areFor(jwt.audiences())) {
            return Optional.empty();
        }
        return switch (forwarded.verify(token, now)) {
            case Verification.Verified(var proven) ->
                ClaimedUser.of(proven.claims(), "sub").map(user -> accepted(token, proven, user, IDENTITY_SCOPES));
            case Verification.KeysUnavailable() -> Optional.of(Verdict.UNAVAILABLE);
            case Verification.Refused(var reason) -> {
                log.atDebug().addKeyValue("reason", reason).log("forwarded ID token refused");
                yield Optional.empty();
            }
        };
    }

    private Verdict accepted(String token, Jwt jwt, User user, Scopes otherwise) {
        var secret = new Secret(token);
        var proof = Optional.of(new SubjectToken(secret, jwt.expiresAt()));
        var found = Optional.of(user);
        return new Verdict.Accepted(new Identity(
                new Caller(sessions.of(secret), user.subject()),
                ClaimedUser.scopes(jwt.claims()).orElse(otherwise),
                jwt.claims().object("cnf").flatMap(key -> key.text("jkt")),
                () -> found,
                () -> proof));
    }
}
