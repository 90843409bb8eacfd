/** A real browser without a window, driven by its DevTools protocol. */
@NullMarked
package io.muster.verify.browser;

import org.jspecify.annotations.NullMarked;
