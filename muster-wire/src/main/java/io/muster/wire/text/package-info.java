/** Texts for people: {@link io.muster.wire.text.Nearest} finds what someone probably meant to write. */
@NullMarked
package io.muster.wire.text;

import org.jspecify.annotations.NullMarked;
