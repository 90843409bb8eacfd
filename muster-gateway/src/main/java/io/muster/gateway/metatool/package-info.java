/**
 * The eleven tools that clients see natively, and through which they find and use everything else.
 * {@link io.muster.gateway.metatool.MetaTools} is the way in; the other types are one family of tools each.
 */
@NullMarked
package io.muster.gateway.metatool;

import org.jspecify.annotations.NullMarked;
