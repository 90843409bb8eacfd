package io.muster.oauth.discovery;

import io.muster.oauth.discovery.DiscoveryResult.Resolved;
import java.time.Duration;
import java.time.Instant;

/** What a walk along the chain has found out, and when. */
record Finding(Target target, DiscoveryResult result, Instant since) {
    /** How long authorization servers are taken to stay where they were found. */
    static final Duration FOUND = Duration.ofMinutes(30);

    private static final Duration NOT_FOUND = Duration.ofSeconds(60);

    /** Whether it still is an answer for that target. */
    boolean answers(Target wanted, Instant now) {
        var life = result instanceof Resolved ? FOUND : NOT_FOUND;
        return target.covers(wanted) && now.isBefore(since.plus(life));
    }
}
