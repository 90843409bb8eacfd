package io.muster.authserver.store;

import io.muster.oauth.ClientId;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Login sessions and their tokens. A token is recognised as long as it lasts itself; after the end of its session as long
 * as {@link #end} says. Of the refresh tokens of a session the newest {@value #REMEMBERED_GENERATIONS} generations at least
 * are recognised.
 */
public interface SessionStore {
    /** How far back the reuse of a refresh token is recognised. */
    int REMEMBERED_GENERATIONS = 64;

    /** State of a refresh token. */
    sealed interface RefreshState {
        /** May be used. */
        record Live(GrantedToken token, LoginSession session) implements RefreshState {}

        /**
         * Was used, or belongs to a session that has ended.
         *
         * @param successor what replaced it, sealed by {@link #rotate}; only as long as the grace lasts and the successor
         *     itself is unused
         */
        record Spent(GrantedToken token, LoginSession session, Optional<byte[]> successor) implements RefreshState {}

        /** Never issued, or long expired. */
        record Unknown() implements RefreshState {}
    }

    /** Outcome of a rotation: {@code false} when another caller was faster or the session ended meanwhile. */
    enum Rotation {
        ROTATED,
        LOST
    }

    /**
     * Begins a session with its first pair of tokens, all at once. May be repeated when the outcome is not known. A session
     * that was ended before it began stays ended.
     */
    void start(LoginSession session, GrantedToken access, GrantedToken refresh);

    /** What an access token stands for; nothing when it is unknown, expired, revoked, or its session has ended. */
    Optional<GrantedToken> access(TokenHash hash, Instant now);

    RefreshState refresh(TokenHash hash, Instant now);

    /**
     * Replaces a live refresh token by a new pair, all at once: the session's generation grows by one and its expiry
     * becomes that of the new refresh token. Of several callers one succeeds. May be repeated with the same tokens when the
     * outcome is not known.
     *
     * @param successor the new pair, sealed so that only who holds the consumed token can read it
     * @param graceUntil how long the successor is kept for a repeated request: a span from {@code now} on, which a store
     *     that several processes share measures by its own clock, because theirs differ
     */
    Rotation rotate(
            TokenHash consumed,
            GrantedToken access,
            GrantedToken refresh,
            byte[] successor,
            Instant graceUntil,
            Instant now);

    Optional<LoginSession> find(SessionId id, Instant now);

    /**
     * Ends a session: all its tokens stop working at once. One that is not known yet cannot begin any more within the next
     * hour: whoever redeems a code for the second time may be faster than the first is with beginning the session.
     *
     * @param keepUntil how long its tokens are recognised as those of an ended session
     * @return the session as it ended, if it was alive
     */
    Optional<LoginSession> end(SessionId id, Instant now, Instant keepUntil);

    /** Live sessions of a user. */
    List<LoginSession> of(Subject subject, Instant now);

    /** Live sessions of a client. */
    List<LoginSession> of(ClientId client, Instant now);
}
