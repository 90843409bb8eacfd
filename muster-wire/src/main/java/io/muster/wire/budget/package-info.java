/** Bounds what many take together: {@link io.muster.wire.budget.ByteBudget}. */
@NullMarked
package io.muster.wire.budget;

import org.jspecify.annotations.NullMarked;
