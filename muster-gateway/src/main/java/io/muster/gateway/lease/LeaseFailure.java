package io.muster.gateway.lease;

import java.time.Instant;

/**
 * What keeps a lease from being usable.
 *
 * @param count failures of this class in a row
 * @param since when the first of them happened
 */
public record LeaseFailure(FailureClass kind, int count, Instant since) {}
