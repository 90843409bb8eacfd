package io.muster.wire.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Checks that bytes are UTF-8 (RFC 3629): shortest forms, no surrogates, nothing past U+10FFFF. */
final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** Offset of the first byte that is not UTF-8; -1 when there is none. */
    static int firstFault(byte[] bytes) {
        var i = 0;
        while (true) {
            i = skipAscii(bytes, i);
            if (i == bytes.length) {
                return -1;
            }
            var length = sequenceLength(bytes, i);
            if (length == 0) {
                return i;
            }
            i += length;
        }
    }

    private static int skipAscii(byte[] bytes, int from) {
        var i = from;
        while (i + 32 <= bytes.length
                && ((word(bytes, i) | word(bytes, i + 8) | word(bytes, i + 16) | word(bytes, i + 24)) & HIGH_BITS)
                        == 0) {
            i += 32;
        }
        while (i + 8 <= bytes.length && (word(bytes, i) & HIGH_BITS) == 0) {
            i += 8;
        }
        while (i < bytes.length && bytes[i] >= 0) {
            i++;
        }
        return i;
    }

    private static long word(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /** Bytes of the character that begins here; 0 when none does. */
    private static int sequenceLength(byte[] bytes, int i) {
        var first = bytes[i] & 0xFF;
        if (first < 0xC2 || first > 0xF4) {
            return 0;
        }
        var length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (i + length > bytes.length) {
            return 0;
        }
        var second = bytes[i + 1] & 0xFF;
        var lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        var highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int k = 2; k < length; k++) {
            if ((bytes[i + k] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
