/** Counting what happens; how the numbers leave the process is decided elsewhere. */
@NullMarked
package io.muster.wire.meter;

import org.jspecify.annotations.NullMarked;
