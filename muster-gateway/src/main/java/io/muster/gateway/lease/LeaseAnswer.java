package io.muster.gateway.lease;

import java.time.Instant;
import java.util.Optional;

/** Answer of a lease to "may I send a request now?". There is deliberately no third case. */
public sealed interface LeaseAnswer {
    /**
     * Yes. The connection stays open until this is closed, however soon it is replaced.
     *
     * @param token the one to report the outcome of the call with
     */
    record Granted(UsableToken token, BackendOpener.Connection connection, Runnable release)
            implements LeaseAnswer, AutoCloseable {
        @Override
        public void close() {
            release.run();
        }
    }

    /**
     * No.
     *
     * @param retryAt when the lease looks again by itself; empty when it waits for an event
     */
    record Withheld(FailureClass reason, Optional<Instant> retryAt) implements LeaseAnswer {}
}
