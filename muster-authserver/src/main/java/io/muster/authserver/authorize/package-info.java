/**
 * Logins: the request of a client, the consent of a person, the way through the identity provider and back. Nothing is
 * remembered in the process; every step is logged with the reference that people see.
 */
@NullMarked
package io.muster.authserver.authorize;

import org.jspecify.annotations.NullMarked;
