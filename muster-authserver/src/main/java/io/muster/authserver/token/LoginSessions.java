package io.muster.authserver.token;

import io.muster.authserver.audit.Audit;
import io.muster.authserver.audit.Audit.About;
import io.muster.authserver.audit.AuditEvent;
import io.muster.authserver.protocol.Requester;
import io.muster.authserver.session.SessionListener;
import io.muster.authserver.store.Stores;
import io.muster.oauth.SessionId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Ends login sessions, with everything that has to follow: all tokens stop working at once in all processes, listeners
 * hear of it, and the tokens at the identity provider are revoked when no other session of the user needs them.
 */
public final class LoginSessions {
    /** Late uses of tokens of an ended session are recognised that long. */
    private static final Duration REMEMBERED = Duration.ofDays(90);

    private final Stores stores;
    private final UpstreamRevocation upstream;
    private final SessionListener events;
    private final Audit audit;
    private final InstantSource clock;

    public LoginSessions(
            Stores stores, UpstreamRevocation upstream, SessionListener events, Audit audit, InstantSource clock) {
        this.stores = stores;
        this.upstream = upstream;
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
            upstream.begin(session);
        });
        return ended.isPresent();
    }
}
