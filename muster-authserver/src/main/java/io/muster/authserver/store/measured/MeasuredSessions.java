package io.muster.authserver.store.measured;

import io.muster.authserver.store.GrantedToken;
import io.muster.authserver.store.LoginSession;
import io.muster.authserver.store.SessionStore;
import io.muster.authserver.store.TokenHash;
import io.muster.oauth.ClientId;
import io.muster.oauth.SessionId;
import io.muster.oauth.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Counts operations on sessions. */
record MeasuredSessions(SessionStore sessions, Operations operations) implements SessionStore {
    @Override
    public void start(LoginSession session, GrantedToken access, GrantedToken refresh) {
        operations.run("start", () -> sessions.start(session, access, refresh));
    }

    @Override
    public Optional<GrantedToken> access(TokenHash hash, Instant now) {
        return operations.counted("access", () -> sessions.access(hash, now));
    }

    @Override
    public RefreshState refresh(TokenHash hash, Instant now) {
        return operations.counted("refresh", () -> sessions.refresh(hash, now));
    }

    @Override
    public Rotation rotate(
            TokenHash consumed,
            GrantedToken access,
            GrantedToken refresh,
            byte[] successor,
            Instant graceUntil,
            Instant now) {
        return operations.counted(
                "rotate", () -> sessions.rotate(consumed, access, refresh, successor, graceUntil, now));
    }

    @Override
    public Optional<LoginSession> find(SessionId id, Instant now) {
        return operations.counted("find", () -> sessions.find(id, now));
    }

    @Override
    public Optional<LoginSession> end(SessionId id, Instant now, Instant keepUntil) {
        return operations.counted("end", () -> sessions.end(id, now, keepUntil));
    }

    @Override
    public List<LoginSession> of(Subject subject, Instant now) {
        return operations.counted("of_subject", () -> sessions.of(subject, now));
    }

    @Override
    public List<LoginSession> of(ClientId client, Instant now) {
        return operations.counted("of_client", () -> sessions.of(client, now));
    }
}
