package io.muster.authserver.store;

import io.muster.oauth.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One entry per user, and the lock that lets one process at a time use its refresh token. */
public interface ProviderTokenStore {
    Optional<ProviderTokens> find(Subject subject);

    /** Replaces the entry; it is forgotten at the given time. */
    void save(Subject subject, ProviderTokens tokens, Instant until);

    /** Keeps the entry until then at least; whatever it is meanwhile stays what it is. Does nothing where there is none. */
    void extend(Subject subject, Instant until);

    void remove(Subject subject);

    /**
     * Locks the entry against other processes.
     *
     * @param ttl after which the lock is open again should its holder have died
     * @return proof of holding it; nothing when somebody else does
     */
    Optional<String> lock(Subject subject, Duration ttl);

    /** Opens the lock if the proof is still good. */
    void unlock(Subject subject, String proof);
}
