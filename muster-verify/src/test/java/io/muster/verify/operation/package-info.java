/** What operators see of the running program. */
@NullMarked
package io.muster.verify.operation;

import org.jspecify.annotations.NullMarked;
