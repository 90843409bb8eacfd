package io.muster.authserver.store;

import io.muster.oauth.Subject;
import java.time.Instant;
import java.util.Optional;

/** Who the users are. */
public interface UserStore {
    void save(User user, Instant until);

    /** Remembers a user until then at least. Does nothing for one who is not known. */
    void extend(Subject subject, Instant until);

    Optional<User> find(Subject subject);
}
