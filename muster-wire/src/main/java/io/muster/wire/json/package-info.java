/**
 * JSON as immutable values that keep what nobody understood: member order, number text, unknown members.
 * {@link io.muster.wire.json.Json} reads and writes; a part of a document that nobody edited is written back byte for
 * byte.
 */
@NullMarked
package io.muster.wire.json;

import org.jspecify.annotations.NullMarked;
