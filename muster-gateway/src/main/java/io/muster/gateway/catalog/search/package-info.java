/**
 * Finds tools by name pattern, description, labels and ranked query. {@link io.muster.gateway.catalog.search.ToolIndex} is
 * built once per catalogue.
 */
@NullMarked
package io.muster.gateway.catalog.search;

import org.jspecify.annotations.NullMarked;
