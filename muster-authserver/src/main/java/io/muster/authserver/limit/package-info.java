/** Bounds how often anybody may ask for anything. */
@NullMarked
package io.muster.authserver.limit;

import org.jspecify.annotations.NullMarked;
