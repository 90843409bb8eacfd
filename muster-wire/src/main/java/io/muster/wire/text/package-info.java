/**
 * What is done with texts everywhere: {@link io.muster.wire.text.Nearest} finds what someone probably meant to write,
 * {@link io.muster.wire.text.Sha256} gives a text a name that does not betray it, {@link io.muster.wire.text.Html} shows it
 * to people.
 */
@NullMarked
package io.muster.wire.text;

import org.jspecify.annotations.NullMarked;
