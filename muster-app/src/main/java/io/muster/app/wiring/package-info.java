/**
 * The composition root: the whole process in construction order. {@link io.muster.app.wiring.Muster} starts it; closing
 * runs backwards.
 */
@NullMarked
package io.muster.app.wiring;

import org.jspecify.annotations.NullMarked;
