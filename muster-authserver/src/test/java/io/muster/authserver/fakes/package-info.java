/** Stand-ins with behaviour: stores that can be cut off, an identity provider, ears and eyes. */
@NullMarked
package io.muster.authserver.fakes;

import org.jspecify.annotations.NullMarked;
