package io.muster.wire.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The names read last from a document, by their bytes: most names come again and again, and need decoding once. */
final class NameCache {
    private static final int SLOT_BITS = 6;

    /** Spreads differences over all bits (2^64 divided by the golden ratio). */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final byte[] document;
    private final @Nullable String[] names = new String[1 << SLOT_BITS];
    private final int[] starts = new int[1 << SLOT_BITS];
    private final int[] ends = new int[1 << SLOT_BITS];

    NameCache(byte[] document) {
        this.document = document;
    }

    /** The name that stands there in quotation marks. */
    String name(int start, int end) {
        var slot = slot(start, end);
        var cached = names[slot];
        if (cached != null && Arrays.equals(document, starts[slot], ends[slot], document, start, end)) {
            return cached;
        }
        var name = Scan.string(document, start, end);
        names[slot] = name;
        starts[slot] = start;
        ends[slot] = end;
        return name;
    }

    /** By the first and last bytes: names that share them and the length take the slot from each other. */
    private int slot(int start, int end) {
        var length = end - start;
        var first = StringBytes.word(document, start, length);
        var last = length > 8 ? StringBytes.word(document, end - 8, 8) : 0;
        return (int) (((first ^ Long.rotateLeft(last, 29) ^ length) * SPREAD) >>> (64 - SLOT_BITS));
    }
}
