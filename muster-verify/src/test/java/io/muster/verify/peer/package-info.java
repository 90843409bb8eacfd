/** Clients and servers that other people wrote, in front of Muster and behind it. */
@NullMarked
package io.muster.verify.peer;

import org.jspecify.annotations.NullMarked;
