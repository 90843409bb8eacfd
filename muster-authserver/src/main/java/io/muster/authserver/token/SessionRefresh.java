package io.muster.authserver.token;

import io.muster.authserver.provider.FreshTokens;
import io.muster.authserver.provider.Freshness;
import io.muster.authserver.session.SessionListener;
import io.muster.authserver.session.SubjectToken;
import io.muster.authserver.store.LoginSession;
import io.muster.authserver.store.SessionStore;
import io.muster.oauth.SessionId;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Refreshes what a session has from the identity provider, without a request of its client. The client's refresh token is
 * not touched: rotating it behind the client's back would make the client's next refresh look like theft.
 */
public final class SessionRefresh {
    /** What became of it. The first three will not change; others may be tried again. */
    public sealed interface Outcome {
        /** There is no such session. */
        record Unknown() implements Outcome {}

        /** The session has ended or expired. */
        record Ended() implements Outcome {}

        /** The user has to log in again. */
        record LoginRequired() implements Outcome {}

        /** Nothing can be said at the moment. */
        record Unavailable() implements Outcome {}

        /**
         * The tokens are fresh, and listeners know.
         *
         * @param token what proves the user; empty when the provider issues no ID token
         */
        record Refreshed(Optional<SubjectToken> token) implements Outcome {}
    }

    private final SessionStore sessions;
    private final FreshTokens fresh;
    private final SessionListener events;
    private final InstantSource clock;

    public SessionRefresh(SessionStore sessions, FreshTokens fresh, SessionListener events, InstantSource clock) {
        this.sessions = sessions;
        this.fresh = fresh;
        this.events = events;
        this.clock = clock;
    }

    /** Refreshes the session; listeners have been told when this returns. */
    public Outcome refresh(SessionId id) throws InterruptedException {
        var now = clock.instant();
        var found = sessions.find(id, now);
        if (found.isEmpty()) {
            return new Outcome.Unknown();
        }
        return found.get().isLive(now) ? refresh(found.get()) : new Outcome.Ended();
    }

    private Outcome refresh(LoginSession session) throws InterruptedException {
        return switch (fresh.fresh(session.subject())) {
            case Freshness.Fresh(var tokens) -> {
                var token = tokens.idToken().map(SubjectToken::of);
                events.renewed(session.id(), session.subject(), token);
                yield new Outcome.Refreshed(token);
            }
            case Freshness.Refused() -> new Outcome.LoginRequired();
            case Freshness.Missing() -> new Outcome.LoginRequired();
            case Freshness.Unavailable() -> new Outcome.Unavailable();
        };
    }
}
