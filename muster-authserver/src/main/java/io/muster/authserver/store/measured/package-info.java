/** Counts what stores do: {@link io.muster.authserver.store.measured.MeasuredStores} around any of them. */
@NullMarked
package io.muster.authserver.store.measured;

import org.jspecify.annotations.NullMarked;
