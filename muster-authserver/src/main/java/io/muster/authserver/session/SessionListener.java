package io.muster.authserver.session;

import io.muster.oauth.Caller;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Hears about login sessions. The authorization server calls {@link #started} before the token response (bounded by 15
 * seconds), {@link #renewed} and {@link #ended} before their cause is answered (bounded by 5 seconds), {@link
 * #authenticated} on every admitted request. What a listener throws is logged and disturbs nobody.
 */
public interface SessionListener {
    /** A code was redeemed. */
    void started(Caller caller, Optional<SubjectToken> token);

    /**
     * A request was admitted.
     *
     * @param token looks up the token that proves the user; only called by listeners that need it
     */
    void authenticated(Caller caller, Supplier<Optional<SubjectToken>> token);

    /** The identity provider issued newer tokens; without an ID token among them the argument is empty. */
    void renewed(SessionId session, Subject subject, Optional<SubjectToken> token);

    /** All tokens of the session have stopped working. */
    void ended(SessionId session, Subject subject);

    /** Hears nothing. */
    SessionListener NONE = new SessionListener() {
        @Override
        public void started(Caller caller, Optional<SubjectToken> token) {}

        @Override
        public void authenticated(Caller caller, Supplier<Optional<SubjectToken>> token) {}

        @Override
        public void renewed(SessionId session, Subject subject, Optional<SubjectToken> token) {}

        @Override
        public void ended(SessionId session, Subject subject) {}
    };
}
