package io.muster.wire.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks through the bytes of strings, eight at a time. */
final class StringBytes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private StringBytes() {}

    /**
     * Offset of the first byte that does not stand for itself in a string: a quotation mark, a backslash or a control
     * character; the length when there is none.
     */
    static int special(byte[] bytes, int from) {
        return special(bytes, from, false);
    }

    /** As {@link #special(byte[], int)}; with markup also {@code <}, {@code >} and {@code &}. */
    static int special(byte[] bytes, int from, boolean markup) {
        var i = from;
        for (; i + 8 <= bytes.length; i += 8) {
            var word = (long) LONGS.get(bytes, i);
            var found = specials(word) | (markup ? markup(word) : 0);
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (i < bytes.length && !isSpecial(bytes[i], markup)) {
            i++;
        }
        return i;
    }

    /** As {@link #special(byte[], int)}, or of a character that takes several bytes. */
    static int specialOrLong(byte[] bytes, int from) {
        var i = from;
        for (; i + 8 <= bytes.length; i += 8) {
            var word = (long) LONGS.get(bytes, i);
            var found = (unusual(word) | word) & HIGH_BITS;
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (i < bytes.length && bytes[i] >= 0 && !isSpecial(bytes[i], false)) {
            i++;
        }
        return i;
    }

    private static boolean isSpecial(byte b, boolean markup) {
        return b == '"' || b == '\\' || (b >= 0 && b < ' ') || (markup && (b == '<' || b == '>' || b == '&'));
    }

    /** Up to eight bytes as a number. */
    static long word(byte[] bytes, int from, int length) {
        if (from + 8 <= bytes.length) {
            var word = (long) LONGS.get(bytes, from);
            return length >= 8 ? word : word & ((1L << (8 * length)) - 1);
        }
        var word = 0L;
        for (int i = Math.min(length, 8) - 1; i >= 0; i--) {
            word = (word << 8) | (bytes[from + i] & 0xFF);
        }
        return word;
    }

    /**
     * Has the high bit of each byte set that is special. Bytes above the lowest one that is may be marked wrongly, since
     * the subtractions borrow from them.
     */
    private static long specials(long word) {
        return unusual(word) & ~word & HIGH_BITS;
    }

    /** The same, if only the high bits of bytes below 0x80 are looked at. */
    private static long unusual(long word) {
        // With its second lowest bit changed a quotation mark, too, is below '!', and else only control characters are.
        var quotesAndControls = (word ^ ('"' ^ ' ') * ONES) - '!' * ONES;
        var backslashes = (word ^ ('\\' * ONES)) - ONES;
        return quotesAndControls | backslashes;
    }

    /** As {@link #specials} for markup. The signs for less and greater differ in one bit. */
    private static long markup(long word) {
        var angles = ((word | 2 * ONES) ^ ('>' * ONES)) - ONES;
        var ampersands = (word ^ ('&' * ONES)) - ONES;
        return (angles | ampersands) & ~word & HIGH_BITS;
    }
}
