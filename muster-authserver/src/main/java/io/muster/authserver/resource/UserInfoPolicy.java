package io.muster.authserver.resource;

import java.time.Duration;

/** Whether the identity provider is asked about its own access token that stands behind a session, besides our own store. */
public sealed interface UserInfoPolicy {
    /** Every time: what is revoked there stops working here at once, and an outage there is one here. */
    record EveryRequest() implements UserInfoPolicy {}

    /**
     * Now and then.
     *
     * @param ttl how long an answer counts
     * @param stale how long it still does when the provider does not answer
     */
    record Cached(Duration ttl, Duration stale) implements UserInfoPolicy {
        /** What suits production: a revocation at the provider takes effect within 15 seconds. */
        public static Cached recommended() {
            return new Cached(Duration.ofSeconds(15), Duration.ofSeconds(60));
        }
    }

    /** Never: our tokens are short-lived, and their refresh asks the provider. */
    record Off() implements UserInfoPolicy {}

    /** How long an answer counts. */
    default Duration ttl() {
        return this instanceof Cached(var ttl, var _) ? ttl : Duration.ZERO;
    }

    /** How long an answer counts when there is no newer. */
    default Duration stale() {
        return this instanceof Cached(var _, var stale) ? stale : Duration.ZERO;
    }
}
