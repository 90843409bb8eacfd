package io.muster.gateway.backend;

import java.time.Instant;

/** Decides whether the background loop may try a backend again. Pure: the present is a parameter. */
final class RetryEligibility {
    private RetryEligibility() {}

    /** Whether it is failed or unreachable, has a next attempt scheduled, and the time for it has come. */
    static boolean due(BackendStatus status, Instant now) {
        return switch (status.state()) {
            case FAILED, UNREACHABLE ->
                status.nextRetry().filter(at -> !at.isAfter(now)).isPresent();
            default -> false;
        };
    }
}
