/** Exchanges the token that proves a caller for one that another identity provider issues (RFC 8693). */
@NullMarked
package io.muster.oauth.exchange;

import org.jspecify.annotations.NullMarked;
