/** The interactive session in a real terminal. */
@NullMarked
package io.muster.verify.terminal;

import org.jspecify.annotations.NullMarked;
