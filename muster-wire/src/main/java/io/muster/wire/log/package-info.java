/** Keeps logs readable when the same thing fails again and again: {@link io.muster.wire.log.LogLimiter}. */
@NullMarked
package io.muster.wire.log;

import org.jspecify.annotations.NullMarked;
