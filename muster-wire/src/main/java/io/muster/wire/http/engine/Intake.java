package io.muster.wire.http.engine;

import io.muster.wire.budget.ByteBudget;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRejection;
import java.time.Duration;

/**
 * What the content of one request takes of the memory that all requests share: the bytes, and the values in them. Little
 * is not counted at all, and the last quarter is for small contents, so that large ones cannot shut out ordinary calls.
 * Used by one thread at a time.
 */
final class Intake {
    /** Not counted. */
    static final int LITTLE = 16 << 10;
    /** May take the last quarter, too. */
    static final int SMALL = 128 << 10;

    private static final Duration RETRY = Duration.ofSeconds(5);

    private final ByteBudget budget;
    private long size;
    private long taken;

    Intake(ByteBudget budget) {
        this.budget = budget;
    }

    /**
     * More has arrived, or was found in it.
     *
     * @throws HttpRejection 503 when others have taken what there is, 413 when it would be too much even alone; then
     *     nothing is counted any more
     */
    void add(long bytes) {
        size += bytes;
        var missing = size - LITTLE - taken;
        if (missing <= 0) {
            return;
        }
        var spared = size <= SMALL ? 0 : budget.most() / 4;
        if (!budget.take(missing, spared)) {
            var alone = size - LITTLE <= budget.most() - spared;
            release();
            throw alone ? busy() : tooLarge();
        }
        taken += missing;
    }

    void release() {
        budget.giveBack(taken);
        taken = 0;
    }

    private static HttpRejection busy() {
        return new HttpRejection(
                503,
                "Service Unavailable: too many large requests at once, try again later",
                Headers.of("Retry-After", Long.toString(RETRY.toSeconds())));
    }

    private static HttpRejection tooLarge() {
        return new HttpRejection(413, "Content Too Large: it would take more memory than all requests may have");
    }
}
