/** What all endpoints have in common: parameters, errors, and how both look on the wire. */
@NullMarked
package io.muster.authserver.protocol;

import org.jspecify.annotations.NullMarked;
