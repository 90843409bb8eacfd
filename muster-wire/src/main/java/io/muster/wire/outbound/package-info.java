/** HTTP requests to the outside, each bounded by a policy and a deadline. */
@NullMarked
package io.muster.wire.outbound;

import org.jspecify.annotations.NullMarked;
