/** Token exchange (RFC 8693). */
@NullMarked
package io.muster.authserver.exchange;

import org.jspecify.annotations.NullMarked;
