/**
 * What each login session is connected to with credentials of its own: {@link io.muster.gateway.session.Sessions} holds its
 * leases, and through them its connections, its part of the catalogue, and what it hears from backends.
 */
@NullMarked
package io.muster.gateway.session;

import org.jspecify.annotations.NullMarked;
