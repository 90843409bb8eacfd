package io.muster.oauth.token;

import java.time.Duration;
import java.util.Optional;

/** Why there is no token. The text is for people and contains nothing secret. */
public sealed interface TokenFailure {
    String text();

    /** The code, refresh token or subject token is not valid (any more). */
    record InvalidGrant(String text) implements TokenFailure {}

    /** The client is not known there (any more), or its secret is wrong. */
    record InvalidClient(String text) implements TokenFailure {}

    /**
     * It said no for another reason.
     *
     * @param error its code; empty when it gave none
     */
    record Refused(String error, String text) implements TokenFailure {}

    /** It did not answer, or answered 429 or 5xx. Says nothing about any token. */
    record Unavailable(Optional<Duration> retryAfter, String text) implements TokenFailure {}

    /** It answered something that must not be believed. */
    record Unusable(String text) implements TokenFailure {}
}
