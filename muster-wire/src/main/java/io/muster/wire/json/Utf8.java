package io.muster.wire.json;

/** What is UTF-8 (RFC 3629): shortest forms, no surrogates, nothing past U+10FFFF. */
final class Utf8 {
    private Utf8() {}

    /** Bytes of the character that begins here with a byte above 0x7F; 0 when none does. */
    static int sequenceLength(byte[] bytes, int i) {
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
