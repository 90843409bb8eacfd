package io.muster.oauth.codeflow;

import java.time.Duration;
import java.util.Optional;

/**
 * Logins that are under way, each under a handle that nobody can guess. They end after ten minutes; of one session and
 * server the last three count. Blocking; thread-safe.
 */
public interface PendingLogins {
    Duration LIFE = Duration.ofMinutes(10);
    int MOST_OF_ONE = 3;

    void put(String state, PendingLogin login);

    Optional<PendingLogin> find(String state);

    /** Changes what is kept without prolonging its life; nothing when it has ended. */
    void update(String state, PendingLogin login);

    /** Takes it out: of many who ask for the same, one gets it. */
    Optional<PendingLogin> take(String state);
}
