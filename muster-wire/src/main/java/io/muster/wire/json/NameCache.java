package io.muster.wire.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The names read last from a document, by their bytes: most names come again and again, and need decoding once. */
final class NameCache {
    private static final int SLOT_BITS = 6;
    private static final int WORD = 8;

    /** Spreads differences over all bits (2^64 divided by the golden ratio). */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final byte[] document;
    private final @Nullable String[] names = new String[1 << SLOT_BITS];
    private final long[] firsts = new long[1 << SLOT_BITS];
    private final long[] lasts = new long[1 << SLOT_BITS];
    private final int[] starts = new int[1 << SLOT_BITS];
    private final int[] lengths = new int[1 << SLOT_BITS];

    NameCache(byte[] document) {
        this.document = document;
    }

    /** The name that stands there in quotation marks. */
    String name(int start, int end) {
        var length = end - start;
        var first = StringBytes.word(document, start, length);
        var last = length > WORD ? StringBytes.word(document, end - WORD, WORD) : 0;
        // Names that share their first and last bytes and the length take the slot from each other.
        var slot = (int) (((first ^ Long.rotateLeft(last, 29) ^ length) * SPREAD) >>> (64 - SLOT_BITS));
        var cached = names[slot];
        if (cached != null
                && firsts[slot] == first
                && lasts[slot] == last
                && lengths[slot] == length
                && (length <= 2 * WORD || isSame(starts[slot], start, length))) {
            return cached;
        }
        var name = Scan.string(document, start, end);
        names[slot] = name;
        firsts[slot] = first;
        lasts[slot] = last;
        starts[slot] = start;
        lengths[slot] = length;
        return name;
    }

    private boolean isSame(int one, int other, int length) {
        return Arrays.equals(document, one, one + length, document, other, other + length);
    }
}
