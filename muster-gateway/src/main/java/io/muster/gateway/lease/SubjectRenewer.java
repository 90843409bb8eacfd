package io.muster.gateway.lease;

import io.muster.oauth.Secret;
import io.muster.wire.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Renews the subject credential of a session at the identity provider of muster, without touching the tokens of the
 * client. Blocking; coordination with other processes is its business.
 */
public interface SubjectRenewer {
    /** For sessions whose subject credential is whatever the client sends. */
    SubjectRenewer NONE = deadline -> new Renewal.Impossible();

    Renewal renew(Deadline deadline) throws InterruptedException;

    /** What came of it. */
    sealed interface Renewal {
        /** There is another token, from the provider or from another process that had asked it. */
        record Renewed(Secret token, Instant expiresAt, Set<String> audiences) implements Renewal {}

        /** There is nothing to renew it with. */
        record Impossible() implements Renewal {}

        /** The provider does not answer. */
        record Unavailable(Optional<Duration> retryAfter) implements Renewal {}
    }
}
