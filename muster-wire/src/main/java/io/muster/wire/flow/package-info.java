/** Queues that somebody else fills: {@link io.muster.wire.flow.Backlog} says when too much waits. */
@NullMarked
package io.muster.wire.flow;

import org.jspecify.annotations.NullMarked;
