package io.muster.authserver.token;

import io.muster.authserver.audit.Audit;
import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.protocol.MeterNames;
import io.muster.authserver.protocol.OwnResources;
import io.muster.authserver.protocol.Requester;
import io.muster.authserver.session.SessionListener;
import io.muster.authserver.store.Stores;
import io.muster.oauth.Subject;
import io.muster.wire.meter.Meters;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * What grants work with.
 *
 * @param stores where codes, sessions and the provider's tokens are
 * @param resources for which tokens may be issued
 * @param lifetimes of tokens and sessions
 * @param issuer makes tokens
 * @param sessions ends sessions
 * @param events hears of sessions that start and are renewed
 * @param audit records what matters for security
 * @param meters counts what happens
 * @param clock the time
 */
public record GrantEnvironment(
        Stores stores,
        OwnResources resources,
        TokenLifetimes lifetimes,
        TokenIssuer issuer,
        LoginSessions sessions,
        SessionListener events,
        Audit audit,
        Meters meters,
        InstantSource clock) {

    /** Keeps what a session stands on, and who its user is, for as long as the session. */
    void keep(Subject subject, Instant until) {
        stores.providerTokens().extend(subject, until);
        stores.users().extend(subject, until);
    }

    /** Records an event, and counts it where it is one that is counted. */
    void note(AuditEvent event, Requester requester, About about, Map<String, String> details) {
        audit.record(event, Optional.of(requester), about, details);
        switch (event) {
            case TOKEN_ISSUED -> meters.count(MeterNames.CODE_EXCHANGED);
            case TOKEN_REFRESHED -> meters.count(MeterNames.TOKEN_REFRESHED);
            case TOKEN_REVOKED -> meters.count(MeterNames.TOKEN_REVOKED);
            case PKCE_VALIDATION_FAILED -> meters.count(MeterNames.PKCE_FAILED);
            case AUTHORIZATION_CODE_REUSE_DETECTED -> meters.count(MeterNames.CODE_REUSED);
            case REFRESH_TOKEN_REUSE_DETECTED -> meters.count(MeterNames.TOKEN_REUSED);
            default -> {}
        }
    }
}
