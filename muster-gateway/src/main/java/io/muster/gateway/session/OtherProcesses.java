package io.muster.gateway.session;

import io.muster.gateway.backend.CredentialPolicy;
import io.muster.gateway.lease.LeaseAnswer;
import io.muster.gateway.session.SessionNotice.Kind;
import io.muster.oauth.SessionId;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that share the store of sessions: they are told what happens to sessions here, and what they tell happens
 * here too. Nothing depends on it. A notice only makes this process forget what it knows, and look at the store again; one
 * that is wrong costs a look, one that is lost is made up for when the session is used or its token ends. Thread-safe.
 */
final class OtherProcesses {
    private static final Logger log = LoggerFactory.getLogger(OtherProcesses.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ConcurrentMap<SessionId, Session> sessions;
    private final SessionHouse house;
    private final PersonalBackends backends;
    private final SessionSurroundings surroundings;

    OtherProcesses(
            ConcurrentMap<SessionId, Session> sessions,
            SessionHouse house,
            PersonalBackends backends,
            SessionSurroundings surroundings) {
        this.sessions = sessions;
        this.house = house;
        this.backends = backends;
        this.surroundings = surroundings;
    }

    void tell(Kind type, SessionId session) {
        tell(type, session, "");
    }

    void tell(Kind type, SessionId session, String server) {
        house.tell(new SessionNotice(type, session, server));
    }

    /** Does from now on what follows from what they tell. */
    void follow() {
        house.follow(notice -> surroundings.executor().execute(() -> heard(notice)));
    }

    private void heard(SessionNotice notice) {
        var session = sessions.get(notice.session());
        if (session == null) {
            return;
        }
        log.atDebug()
                .addKeyValue("session", notice.session())
                .addKeyValue("event", notice.type().word())
                .log("another process told of a session");
        try {
            switch (notice.type()) {
                case SUBJECT_RENEWED -> house.prove(session, limit());
                case SESSION_ENDED -> {
                    if (sessions.remove(notice.session(), session)) {
                        session.end().forEach(server -> server.lease().park());
                    }
                }
                case SERVER_SIGNED_IN, SERVER_REVOKED -> beginAnew(session, notice.server());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the user signed in for is in the store, or is not any more; single sign-on begins with the next request. */
    private void beginAnew(Session session, String name) throws InterruptedException {
        session.drop(name).ifPresent(server -> server.lease().park());
        session.unsettled();
        var signedIn = backends.find(name).filter(personal -> personal.policy() instanceof CredentialPolicy.SignIn);
        if (signedIn.isPresent() && house.load(session)) {
            var server = house.server(session, signedIn.get());
            if (server.isPresent() && server.get().lease().borrow(limit()) instanceof LeaseAnswer.Granted granted) {
                granted.close();
            }
        }
        house.look(session);
    }

    private Deadline limit() {
        return Deadline.after(LIMIT, surroundings.clock());
    }
}
