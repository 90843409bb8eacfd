package io.muster.cli.login.grant;

import java.time.Duration;
import java.util.Optional;

/** Why there are no tokens. Texts hold no secrets and no control characters. */
public sealed interface TokenFailure {
    /** The code or refresh token is not valid, or not any more: only a new login helps. */
    record InvalidGrant(String text) implements TokenFailure {}

    /** The server does not know the client, or not by these credentials: it has to register again. */
    record InvalidClient(String text) implements TokenFailure {}

    /**
     * Any other refusal.
     *
     * @param error the server's error code
     */
    record Refused(String error, String text) implements TokenFailure {}

    /** The server answered success, but with nothing that can be used. */
    record Unusable(String text) implements TokenFailure {}

    /**
     * The server cannot be reached or cannot answer now; what was presented may still be valid.
     *
     * @param mayHaveRun whether the server may have redeemed what was presented nevertheless
     * @param retryAfter how long it asked to wait
     */
    record Unavailable(String text, boolean mayHaveRun, Optional<Duration> retryAfter) implements TokenFailure {}

    /** What went wrong, for people. */
    String text();
}
