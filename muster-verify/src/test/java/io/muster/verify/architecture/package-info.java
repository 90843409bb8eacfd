/** The rules of the architecture that a compiler does not check. */
@NullMarked
package io.muster.verify.architecture;

import org.jspecify.annotations.NullMarked;
