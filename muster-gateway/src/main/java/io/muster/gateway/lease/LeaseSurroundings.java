package io.muster.gateway.lease;

import io.muster.wire.time.Scheduler;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What all leases of a process share.
 *
 * @param executor gives every task a thread of its own
 */
public record LeaseSurroundings(
        LeaseRecords records,
        LeaseListener listener,
        LeaseLog log,
        Scheduler scheduler,
        InstantSource clock,
        Executor executor) {}
