/**
 * The written form of what the stores keep: JSON with a version, the same in every adapter. Times are kept to the
 * millisecond.
 */
@NullMarked
package io.muster.authserver.store.codec;

import org.jspecify.annotations.NullMarked;
