package io.muster.authserver.token;

import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.provider.FreshTokens;
import io.muster.authserver.provider.Freshness;
import io.muster.authserver.session.SubjectToken;
import io.muster.authserver.store.GrantedToken;
import io.muster.authserver.store.ProviderTokens;
import io.muster.authserver.store.SessionStore.RefreshState;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.Secret;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Goes on with a session: each refresh token is good for one rotation. A repetition within the grace gets the answer of
 * the first request, because parallel requests and lost responses are not theft; any later one is, and ends the session.
 * Nothing is consumed before the identity provider has confirmed the user, and no outage ends a session.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2">RFC 9700, 4.14.2 Refresh Token Protection</a>
 */
public final class RefreshGrant {
    private static final OAuthError REFUSED = OAuthError.invalidGrant("Refresh token is invalid or expired");

    private final GrantEnvironment with;
    private final FreshTokens fresh;
    private final RandomGenerator random;

    public RefreshGrant(GrantEnvironment with, FreshTokens fresh, RandomGenerator random) {
        this.with = with;
        this.fresh = fresh;
        this.random = random;
    }

    JsonObject redeem(TokenRequest.Refresh request, Attempt attempt) throws InterruptedException {
        return switch (with.stores()
                .sessions()
                .refresh(TokenHash.of(request.token()), with.clock().instant())) {
            case RefreshState.Unknown() -> throw new OAuthRejection(REFUSED);
            case RefreshState.Spent spent -> repeated(spent, request.token(), attempt);
            case RefreshState.Live live -> rotated(live, request, attempt);
        };
    }

    private JsonObject rotated(RefreshState.Live live, TokenRequest.Refresh request, Attempt attempt)
            throws InterruptedException {
        var token = live.token();
        checkBinding(token, attempt);
        attempt.requireProofIfRegistered();
        attempt.requireKey(token.dpopKey());
        var scopes = Narrowing.scopes(token.scopes(), request);
        var bound = Narrowing.resources(token.resources(), request.resources(), with.resources());
        var provider = confirmed(token, attempt);

        var now = with.clock().instant();
        var issued = with.issuer()
                .issue(
                        live.session().rotated(with.lifetimes().refreshExpiry(live.session(), now)),
                        new Entitlement(scopes, bound, attempt.dpopKey()),
                        new Entitlement(token.scopes(), token.resources(), token.dpopKey()),
                        provider,
                        now);
        with.keep(token.subject(), issued.refresh().expiresAt());
        var sealed = Successor.seal(issued.pair(), request.token(), random);
        var graceUntil = with.lifetimes().graceUntil(now);
        return switch (with.stores()
                .sessions()
                .rotate(token.hash(), issued.access(), issued.refresh(), sealed, graceUntil, now)) {
            case ROTATED -> answered(issued, provider, attempt);
            case LOST -> overtaken(request, attempt);
        };
    }

    private JsonObject answered(IssuedTokens issued, ProviderTokens provider, Attempt attempt) {
        var token = issued.access();
        provider.idToken()
                .map(SubjectToken::of)
                .ifPresent(proof -> with.events().renewed(token.session(), token.subject(), Optional.of(proof)));
        record(AuditEvent.TOKEN_REFRESHED, token, attempt, Map.of());
        return issued.pair().response(provider, with.clock().instant());
    }

    /** Another request was faster, or the session ended meanwhile. */
    private JsonObject overtaken(TokenRequest.Refresh request, Attempt attempt) {
        return switch (with.stores()
                .sessions()
                .refresh(TokenHash.of(request.token()), with.clock().instant())) {
            case RefreshState.Spent spent -> repeated(spent, request.token(), attempt);
            case RefreshState.Unknown() -> throw new OAuthRejection(REFUSED);
            case RefreshState.Live _ -> throw new OAuthRejection(OAuthError.temporarilyUnavailable());
        };
    }

    private JsonObject repeated(RefreshState.Spent spent, Secret consumed, Attempt attempt) {
        var token = spent.token();
        var session = spent.session();
        checkBinding(token, attempt);
        attempt.requireKey(token.dpopKey());
        if (session.endedAt().isPresent()) {
            record(AuditEvent.REVOKED_TOKEN_FAMILY_REUSE_ATTEMPT, token, attempt, Map.of());
            throw new OAuthRejection(REFUSED);
        }
        if (!session.isLive(with.clock().instant())) {
            throw new OAuthRejection(REFUSED);
        }
        if (spent.successor().isEmpty()) {
            throw reused(token, attempt);
        }
        var pair = Successor.open(spent.successor().get(), consumed)
                .orElseThrow(() -> new StoreUnavailable("the successor of a refresh token is not readable"));
        attempt.requireKey(pair.dpopKey());
        var provider = with.stores().providerTokens().find(token.subject());
        return pair.response(
                provider.orElseThrow(() -> missing(token, attempt)),
                with.clock().instant());
    }

    private ProviderTokens confirmed(GrantedToken token, Attempt attempt) throws InterruptedException {
        return switch (fresh.fresh(token.subject())) {
            case Freshness.Fresh(var tokens) -> tokens;
            case Freshness.Missing() -> throw missing(token, attempt);
            case Freshness.Refused() -> throw refused("provider_refused_refresh", token, attempt);
            case Freshness.Unavailable() -> throw new OAuthRejection(OAuthError.temporarilyUnavailable());
        };
    }

    private void checkBinding(GrantedToken token, Attempt attempt) {
        var bound = token.client().value().getBytes(StandardCharsets.UTF_8);
        var presenting = attempt.client().id().value().getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(bound, presenting)) {
            record(AuditEvent.REFRESH_TOKEN_CLIENT_BINDING_MISMATCH, token, attempt, Map.of());
            throw new OAuthRejection(REFUSED);
        }
    }

    private OAuthRejection reused(GrantedToken token, Attempt attempt) {
        var generation = Map.of("generation", Long.toString(token.generation()));
        record(AuditEvent.REFRESH_TOKEN_REUSE_DETECTED, token, attempt, generation);
        record(AuditEvent.TOKEN_REUSE_DETECTED, token, attempt, generation);
        with.sessions().end(token.session(), attempt.requester());
        return new OAuthRejection(REFUSED);
    }

    /** No sign of theft: the refresh token stays good, should the user log in again elsewhere. */
    private OAuthRejection missing(GrantedToken token, Attempt attempt) {
        return refused("shared_provider_token_missing", token, attempt);
    }

    private OAuthRejection refused(String reason, GrantedToken token, Attempt attempt) {
        record(AuditEvent.AUTH_FAILURE, token, attempt, Map.of("reason", reason));
        return new OAuthRejection(REFUSED);
    }

    private void record(AuditEvent event, GrantedToken token, Attempt attempt, Map<String, String> details) {
        with.note(event, attempt.requester(), attempt.about(token.subject()), details);
    }
}
