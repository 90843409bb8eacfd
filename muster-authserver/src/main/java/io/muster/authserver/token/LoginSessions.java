package io.muster.authserver.token;

import io.muster.authserver.audit.Audit;
import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.protocol.Requester;
import io.muster.authserver.provider.IdentityProvider;
import io.muster.authserver.provider.ProviderFailure;
import io.muster.authserver.session.SessionListener;
import io.muster.authserver.store.LoginSession;
import io.muster.authserver.store.ProviderTokens;
import io.muster.authserver.store.Stores;
import io.muster.oauth.Secret;
import io.muster.oauth.SessionId;
import io.muster.oauth.store.StoreUnavailable;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends login sessions, with everything that has to follow: all tokens stop working at once in all processes, listeners
 * hear of it, and the tokens at the identity provider are revoked when no other session of the user needs them.
 */
public final class LoginSessions {
    private static final Logger log = LoggerFactory.getLogger(LoginSessions.class);
    /** Late uses of tokens of an ended session are recognised that long. */
    private static final Duration REMEMBERED = Duration.ofDays(90);

    private static final Duration UPSTREAM = Duration.ofSeconds(10);
    private static final Duration LOCK = Duration.ofSeconds(25);

    private final Stores stores;
    private final IdentityProvider provider;
    private final SessionListener events;
    private final Audit audit;
    private final InstantSource clock;

    public LoginSessions(
            Stores stores, IdentityProvider provider, SessionListener events, Audit audit, InstantSource clock) {
        this.stores = stores;
        this.provider = provider;
        this.events = events;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Ends a session; one that has ended stays so.
     *
     * @return whether this call ended it
     */
    public boolean end(SessionId id, Requester requester) {
        var now = clock.instant();
        var ended = stores.sessions().end(id, now, now.plus(REMEMBERED));
        ended.ifPresent(session -> {
            events.ended(session.id(), session.subject());
            audit.record(
                    AuditEvent.REFRESH_TOKEN_FAMILY_REVOKED,
                    Optional.of(requester),
                    About.of(session.subject(), session.client()),
                    Map.of("generation", Long.toString(session.generation())));
            revokeUpstream(session, now);
        });
        return ended.isPresent();
    }

    /** As well as it goes: the session has ended whatever happens here. */
    private void revokeUpstream(LoginSession session, Instant now) {
        var subject = session.subject();
        try {
            if (!stores.sessions().of(subject, now).isEmpty()) {
                return;
            }
            var proof = stores.providerTokens().lock(subject, LOCK);
            if (proof.isPresent()) {
                try {
                    revokeLocked(session);
                } finally {
                    stores.providerTokens().unlock(subject, proof.get());
                }
            }
        } catch (ProviderFailure | StoreUnavailable e) {
            log.atWarn().setCause(e).addKeyValue("subject", subject).log("tokens at the provider are not revoked");
            record(AuditEvent.PROVIDER_REVOCATION_COMPLETE_FAILURE, session);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void revokeLocked(LoginSession session) throws InterruptedException {
        var subject = session.subject();
        var tokens = stores.providerTokens().find(subject);
        if (tokens.isPresent()) {
            if (!provider.revoke(mostPowerful(tokens.get()), Deadline.after(UPSTREAM, clock))) {
                record(AuditEvent.TOKEN_REVOCATION_NOT_SUPPORTED, session);
            }
            stores.providerTokens().remove(subject);
        }
    }

    private void record(AuditEvent event, LoginSession session) {
        audit.record(event, Optional.empty(), About.of(session.subject(), session.client()), Map.of());
    }

    /** Revoking a refresh token takes its access tokens with it (RFC 7009 section 2.1). */
    private static Secret mostPowerful(ProviderTokens tokens) {
        return tokens.refreshToken().orElse(tokens.accessToken());
    }
}
