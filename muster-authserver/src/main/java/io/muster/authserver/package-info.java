/** The authorization server and resource server of Muster, assembled from the packages below. */
@NullMarked
package io.muster.authserver;

import org.jspecify.annotations.NullMarked;
