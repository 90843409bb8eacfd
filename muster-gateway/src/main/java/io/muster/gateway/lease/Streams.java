package io.muster.gateway.lease;

import java.time.Instant;
import java.util.OptionalLong;

/** What becomes of the stream of changes, and of calls whose answer says nothing certain about the token. */
final class Streams {
    /** A backend that answers 403 to so many calls in a row may mean the token. */
    private static final int SUSPICIOUS = 3;

    private Streams() {}

    static Listening opened(long number, Instant now) {
        return new Listening.Open(number, now, 0);
    }

    /** The stream under another token: the old one ends with the old token. */
    static Listening reopened(Listening before, long number, Instant now) {
        return switch (before) {
            case Listening.Open(var _, var _, var failures) -> new Listening.Open(number, now, failures);
            case Listening.Waiting(var _, var failures) -> new Listening.Open(number, now, failures);
            case Listening.Unsupported unsupported -> unsupported;
        };
    }

    static Listening broken(Listening.Open open, LeaseLedger ledger, Instant now) {
        int failures = open.failuresAfter(now);
        return new Listening.Waiting(LeaseTimes.afterBackendFailure(ledger, failures, now), failures);
    }

    /** One more 403; the third in a row is looked into, once. */
    static Holding forbidden(Holding held, long number) {
        int count = held.forbidden() + 1;
        var ping = count >= SUSPICIOUS && held.ping().isEmpty() ? OptionalLong.of(number) : held.ping();
        return held.doubted(count, ping);
    }

    static Holding trusted(Holding held) {
        return held.forbidden() == 0 && held.ping().isEmpty() ? held : held.doubted(0, OptionalLong.empty());
    }
}
