package io.muster.authserver.store;

import java.time.Instant;

/** Remembers what may be used once: proofs and assertions. */
public interface ReplayGuard {
    /** Whether this is the first use; remembered until the given time. */
    boolean first(TokenHash value, Instant now, Instant until);
}
