/** Time as a parameter: {@link io.muster.wire.time.Deadline} and {@link io.muster.wire.time.Scheduler}. */
@NullMarked
package io.muster.wire.time;

import org.jspecify.annotations.NullMarked;
