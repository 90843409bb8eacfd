package io.muster.gateway.lease;

import io.muster.oauth.Secret;
import java.time.Instant;

/**
 * A token as long as it may be sent. Made by {@link LeaseMachine} alone, and the only way to an {@code Authorization}
 * header: after its expiry it gives none. A token that was refused is in no state of a lease, so nobody gets it.
 */
public final class UsableToken {
    private final long generation;
    private final long basis;
    private final Secret header;
    private final Instant obtainedAt;
    private final Instant expiresAt;

    /**
     * @param generation grows with every token of the lease
     * @param basis the generation of what it was obtained from
     */
    UsableToken(long generation, long basis, Secret token, Instant obtainedAt, Instant expiresAt) {
        this.generation = generation;
        this.basis = basis;
        this.header = new Secret("Bearer " + token.reveal());
        this.obtainedAt = obtainedAt;
        this.expiresAt = expiresAt;
    }

    /**
     * The value of the {@code Authorization} header of a request that is sent now.
     *
     * @throws CredentialUnavailable when the token has expired
     */
    public String headerAt(Instant now) {
        if (expiredAt(now)) {
            throw new CredentialUnavailable(FailureClass.TOKEN_EXPIRED);
        }
        return header.reveal();
    }

    public boolean expiredAt(Instant now) {
        return !now.isBefore(expiresAt);
    }

    public long generation() {
        return generation;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    long basis() {
        return basis;
    }

    Instant obtainedAt() {
        return obtainedAt;
    }

    /** Whether both would send the same header. */
    boolean looksLike(UsableToken other) {
        return header.equals(other.header);
    }

    @Override
    public String toString() {
        return "token " + generation + " until " + expiresAt;
    }
}
