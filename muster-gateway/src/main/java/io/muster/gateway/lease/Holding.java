package io.muster.gateway.lease;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * What a lease holds while it is usable.
 *
 * @param connection its number
 * @param unstable attempts to connect that had failed in a row when it was opened
 * @param renewAt when the token is renewed; {@link Instant#MAX} for never
 * @param forbidden calls in a row that were answered 403
 * @param ping number of the ping under way that finds out what these mean
 */
record Holding(
        UsableToken token,
        long connection,
        Instant openedAt,
        int unstable,
        Instant renewAt,
        Listening listening,
        int forbidden,
        OptionalLong ping) {

    Holding renewingAt(Instant at) {
        return new Holding(token, connection, openedAt, unstable, at, listening, forbidden, ping);
    }

    Holding with(Listening changed) {
        return new Holding(token, connection, openedAt, unstable, renewAt, changed, forbidden, ping);
    }

    Holding doubted(int count, OptionalLong pinging) {
        return new Holding(token, connection, openedAt, unstable, renewAt, listening, count, pinging);
    }
}
