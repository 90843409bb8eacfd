/**
 * Reads documents into records and collects all problems at once, each with its place:
 * {@link io.muster.wire.json.decode.Fields}.
 */
@NullMarked
package io.muster.wire.json.decode;

import org.jspecify.annotations.NullMarked;
