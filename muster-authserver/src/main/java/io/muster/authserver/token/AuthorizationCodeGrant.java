package io.muster.authserver.token;

import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.protocol.OAuthError;
import io.muster.authserver.protocol.OAuthRejection;
import io.muster.authserver.session.SubjectToken;
import io.muster.authserver.store.AuthorizedCode;
import io.muster.authserver.store.LoginSession;
import io.muster.authserver.store.ProviderTokens;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.Caller;
import io.muster.oauth.Scopes;
import io.muster.wire.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Begins a session with a code. Everything is compared before the code is consumed, so that somebody who merely saw it can
 * neither burn it nor end the session of its owner; a correct request with a code that was used before ends the session
 * that came from that code, and no other.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-oauth-v2-1-13#section-4.1.3">OAuth 2.1, 4.1.3</a>
 */
public final class AuthorizationCodeGrant {
    private static final OAuthError REFUSED = OAuthError.invalidGrant("Authorization code is invalid or expired");

    private final GrantEnvironment with;

    public AuthorizationCodeGrant(GrantEnvironment with) {
        this.with = with;
    }

    JsonObject redeem(TokenRequest.AuthorizationCode request, Attempt attempt) {
        var now = with.clock().instant();
        var hash = TokenHash.of(request.code());
        var code = with.stores().flows().find(hash, now).orElseThrow(() -> new OAuthRejection(REFUSED));
        var bound = checked(code, request, attempt);
        var provider = with.stores().providerTokens().find(code.subject()).orElseThrow(() -> missing(code, attempt));
        with.keep(code.subject(), with.lifetimes().firstExpiry(now));
        return switch (with.stores().flows().redeem(hash, now)) {
            case REDEEMED -> begin(code, bound, attempt, provider);
            case REUSED -> throw reused(code, attempt);
            case ABSENT -> throw new OAuthRejection(REFUSED);
        };
    }

    /** The resources that the access token is for, if the request is in order. */
    private List<String> checked(AuthorizedCode code, TokenRequest.AuthorizationCode request, Attempt attempt) {
        if (!code.client().equals(attempt.client().id())) {
            throw refused("code_client_mismatch", code, attempt);
        }
        if (request.redirectUri().isPresent() && !request.redirectUri().get().equals(code.redirectUri())) {
            throw refused("redirect_uri_mismatch", code, attempt);
        }
        var bound = narrowed(code, request, attempt);
        var registered = attempt.client().metadata().text("scope").map(Scopes::parse);
        if (registered.isPresent() && !registered.get().containsAll(code.scopes())) {
            throw refused(AuditEvent.SCOPE_ESCALATION_ATTEMPT, code, attempt);
        }
        if (code.codeChallenge().isEmpty()) {
            throw refused(AuditEvent.PKCE_REQUIRED_FOR_PUBLIC_CLIENT, code, attempt);
        }
        if (!Pkce.matches(code.codeChallenge(), request.verifier())) {
            throw refused(AuditEvent.PKCE_VALIDATION_FAILED, code, attempt);
        }
        attempt.requireProofIfRegistered();
        attempt.requireKey(code.dpopKey());
        return bound;
    }

    private List<String> narrowed(AuthorizedCode code, TokenRequest.AuthorizationCode request, Attempt attempt) {
        try {
            return Narrowing.resources(code.resources(), request.resources(), with.resources());
        } catch (OAuthRejection e) {
            record(AuditEvent.RESOURCE_MISMATCH, code, attempt, Map.of());
            throw e;
        }
    }

    private JsonObject begin(AuthorizedCode code, List<String> bound, Attempt attempt, ProviderTokens provider) {
        var now = with.clock().instant();
        var session = new LoginSession(
                code.session(),
                code.subject(),
                code.client(),
                0,
                now,
                with.lifetimes().firstExpiry(now),
                Optional.empty());
        var refreshKey = attempt.client().isPublic() ? attempt.dpopKey() : Optional.<String>empty();
        var issued = with.issuer()
                .issue(
                        session,
                        new Entitlement(code.scopes(), bound, attempt.dpopKey()),
                        new Entitlement(code.scopes(), code.resources(), refreshKey),
                        provider,
                        now);
        with.stores().sessions().start(session, issued.access(), issued.refresh());
        with.events()
                .started(
                        new Caller(session.id(), session.subject()),
                        provider.idToken().map(SubjectToken::of));
        record(AuditEvent.TOKEN_ISSUED, code, attempt, Map.of("grant_type", "authorization_code"));
        return issued.pair().response(provider, with.clock().instant());
    }

    /** Nothing can begin, so the code is not consumed; one that was used before is recognised by its session. */
    private OAuthRejection missing(AuthorizedCode code, Attempt attempt) {
        var begun = with.stores().sessions().find(code.session(), with.clock().instant());
        return begun.isPresent() ? reused(code, attempt) : refused("provider_token_missing", code, attempt);
    }

    private OAuthRejection reused(AuthorizedCode code, Attempt attempt) {
        record(AuditEvent.AUTHORIZATION_CODE_REUSE_DETECTED, code, attempt, Map.of());
        with.sessions().end(code.session(), attempt.requester());
        return new OAuthRejection(REFUSED);
    }

    private OAuthRejection refused(String reason, AuthorizedCode code, Attempt attempt) {
        record(AuditEvent.AUTH_FAILURE, code, attempt, Map.of("reason", reason));
        return new OAuthRejection(REFUSED);
    }

    private OAuthRejection refused(AuditEvent event, AuthorizedCode code, Attempt attempt) {
        record(event, code, attempt, Map.of());
        return new OAuthRejection(REFUSED);
    }

    private void record(AuditEvent event, AuthorizedCode code, Attempt attempt, Map<String, String> details) {
        var all = new HashMap<>(details);
        all.put("login_ref", code.reference());
        with.note(event, attempt.requester(), attempt.about(code.subject()), Map.copyOf(all));
    }
}
