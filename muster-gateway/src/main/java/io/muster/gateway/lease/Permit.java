package io.muster.gateway.lease;

import io.muster.gateway.backend.BackendConnection;
import io.muster.gateway.backend.ServiceState;

/** The answer of a lease. */
public sealed interface Permit {
    /** Yes: over this connection, for one call. */
    record Granted(BackendConnection connection) implements Permit {}

    /** No: there is no such backend. */
    record NotFound() implements Permit {}

    /** No: it is not connected. */
    record NotConnected(ServiceState state) implements Permit {}

    /** No: the caller has to log in, there or at Muster, first. */
    record LoginRequired(FailureClass reason) implements Permit {}
}
