/**
 * The log of the program on standard error: {@link io.muster.app.logging.Logging}. The only place that knows which
 * library is behind SLF4J.
 */
@NullMarked
package io.muster.app.logging;

import org.jspecify.annotations.NullMarked;
