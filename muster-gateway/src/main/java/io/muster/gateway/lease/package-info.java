/**
 * The right of a session to use a backend. A shared backend has one lease, which the process owns; leases of single
 * sessions, with a credential each, come with single sign-on.
 */
@NullMarked
package io.muster.gateway.lease;

import org.jspecify.annotations.NullMarked;
