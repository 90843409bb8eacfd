/** Texts for people: {@link io.muster.wire.text.Nearest} finds what somebody probably meant. */
@NullMarked
package io.muster.wire.text;

import org.jspecify.annotations.NullMarked;
