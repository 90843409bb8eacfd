package io.muster.gateway.lease;

import java.time.Duration;
import java.time.Instant;

/** The stream on which a backend tells of changes. */
sealed interface Listening {
    Duration HEALTHY_AFTER = Duration.ofSeconds(60);

    /** It is open, or being opened. */
    record Open(long number, Instant since, int failures) implements Listening {
        /** Failures in a row, should it end now: a stream that lived for a while was a success. */
        int failuresAfter(Instant now) {
            return now.isBefore(since.plus(HEALTHY_AFTER)) ? failures + 1 : 1;
        }
    }

    /** It broke and is opened again later. */
    record Waiting(Instant retryAt, int failures) implements Listening {}

    /** The backend has none; this connection never asks again. */
    record Unsupported() implements Listening {}
}
