/** Programs that measure and print ratios from one run; never part of the tests. */
@NullMarked
package io.muster.bench;

import org.jspecify.annotations.NullMarked;
