package io.muster.authserver.token;

import io.muster.authserver.store.GrantedToken;
import io.muster.authserver.store.SessionStore;
import io.muster.authserver.store.SessionStore.RefreshState;
import io.muster.authserver.store.TokenHash;
import java.time.Instant;
import java.util.Optional;

/** Finds a token of which only the value is known. */
final class Tokens {
    private Tokens() {}

    /** Used refresh tokens count: whoever has one speaks for its session. */
    static Optional<GrantedToken> find(SessionStore sessions, TokenHash hash, Instant now) {
        return switch (sessions.refresh(hash, now)) {
            case RefreshState.Live(var token, var _) -> Optional.of(token);
            case RefreshState.Spent(var token, var _, var _) -> Optional.of(token);
            case RefreshState.Unknown() -> sessions.access(hash, now);
        };
    }
}
