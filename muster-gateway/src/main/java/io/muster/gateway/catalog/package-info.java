/**
 * What a session sees: every tool, resource and prompt of all backends under its exposed name, with the way to it.
 * {@link io.muster.gateway.catalog.Catalog} is an immutable snapshot; {@link io.muster.gateway.catalog.Catalogs} keeps it
 * current.
 */
@NullMarked
package io.muster.gateway.catalog;

import org.jspecify.annotations.NullMarked;
