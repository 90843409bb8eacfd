/** The identity provider, which alone knows who users are, and the coordinated use of its tokens. */
@NullMarked
package io.muster.authserver.provider;

import org.jspecify.annotations.NullMarked;
