package io.muster.wire.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A container as it stands in a valid document: {@code document[start..end)}.
 *
 * @param document never changed after it was read
 */
record Slice(byte[] document, int start, int end) {
    /** Whether both are there and read the same, byte for byte. */
    static boolean sameText(@Nullable Slice one, @Nullable Slice other) {
        return one != null
                && other != null
                && Arrays.equals(one.document, one.start, one.end, other.document, other.start, other.end);
    }
}
