package io.muster.gateway.lease;

import io.muster.oauth.Caller;

/** Answers "may this caller send a request to that backend now?". */
public interface Leases {
    Permit borrow(String backend, Caller caller);
}
