package io.muster.authserver.store.memory;

import io.muster.authserver.store.LoginSession;
import io.muster.authserver.store.codec.Row;
import java.time.Instant;

/**
 * A session and what all its tokens share. Its monitor guards the session's changes and those of its refresh tokens;
 * reading the session needs no lock.
 */
final class Family {
    private volatile Row<LoginSession> row;

    Family(Row<LoginSession> row) {
        this.row = row;
    }

    /** The session and when it is forgotten. */
    Row<LoginSession> row() {
        return row;
    }

    LoginSession session() {
        return row.value();
    }

    boolean isLive(Instant now) {
        return session().isLive(now);
    }

    void become(LoginSession session, Instant keptUntil) {
        row = new Row<>(session, keptUntil);
    }
}
