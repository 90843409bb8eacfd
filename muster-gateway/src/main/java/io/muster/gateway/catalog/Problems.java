package io.muster.gateway.catalog;

import io.muster.wire.log.LogLimiter;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** What of the problems of catalogues is news for the log: a sentence that changes all the time is told now and then. */
final class Problems {
    private final LogLimiter limiter;

    Problems(InstantSource clock) {
        this.limiter = new LogLimiter(clock);
    }

    /** The lines to write when the problems of a catalogue follow those of another, both by whom they concern. */
    List<String> news(Map<String, String> before, Map<String, String> after) {
        return after.entrySet().stream()
                .filter(problem -> !problem.getValue().equals(before.get(problem.getKey())))
                .filter(problem -> limiter.failed(problem.getKey()).isPresent())
                .map(Map.Entry::getValue)
                .sorted()
                .toList();
    }
}
