/**
 * The right of a session to use a backend. Every decision about a lease is taken by {@link
 * io.muster.gateway.lease.LeaseMachine}, which is pure; a shared backend has one lease without a credential, which the
 * process owns.
 */
@NullMarked
package io.muster.gateway.lease;

import org.jspecify.annotations.NullMarked;
