package io.muster.gateway.lease;

import java.time.Instant;
import java.util.Set;

/**
 * What tokens of a lease can be had from without the user: the subject credential of the session, or for a sign-in the
 * stored result of the login.
 *
 * @param generation grows with every different credential; 0 when there is none
 * @param expiresAt when the credential ends: the subject token, or the stored access token
 * @param audiences of the subject token
 * @param renewable whether a new one can be had without the user: from the identity provider, or with a refresh token
 */
public record Basis(long generation, Instant expiresAt, Set<String> audiences, boolean renewable) {
    public static final Basis NONE = new Basis(0, Instant.MIN, Set.of(), false);

    public Basis {
        audiences = Set.copyOf(audiences);
    }

    boolean livesAt(Instant at) {
        return generation > 0 && at.isBefore(expiresAt);
    }

    /** This one, ending at another time: what is stored was replaced by its own renewal. */
    Basis until(Instant end) {
        return new Basis(generation, end, audiences, renewable);
    }

    /** This one, gone. The generation stays, so that a message from before the loss is known to be one. */
    Basis lost() {
        return new Basis(generation, Instant.MIN, audiences, false);
    }

    /** This one, with nothing left to renew it with. */
    Basis exhausted() {
        return renewable ? new Basis(generation, expiresAt, audiences, false) : this;
    }
}
