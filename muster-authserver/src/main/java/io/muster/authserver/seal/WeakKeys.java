package io.muster.authserver.seal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Keys that anybody would guess: patterns, and those that documents show as examples. */
final class WeakKeys {
    /** A random key has fewer with a chance of 10^-14. */
    private static final int LEAST_DISTINCT_BYTES = 16;

    private WeakKeys() {}

    static boolean contains(byte[] key) {
        return distinct(key) < LEAST_DISTINCT_BYTES || isProgression(key) || isRepetition(key) || isExample(key);
    }

    private static long distinct(byte[] key) {
        return IntStream.range(0, key.length).map(i -> key[i]).distinct().count();
    }

    /** Such as 00 01 02 …, or every second byte. */
    private static boolean isProgression(byte[] key) {
        var step = (byte) (key[1] - key[0]);
        return IntStream.range(1, key.length).allMatch(i -> (byte) (key[i] - key[i - 1]) == step);
    }

    private static boolean isRepetition(byte[] key) {
        var half = key.length / 2;
        return Arrays.equals(key, 0, half, key, half, key.length);
    }

    private static boolean isExample(byte[] key) {
        return Stream.concat(
                        // NIST SP 800-38A, F.1.5
                        Stream.of(HexFormat.of()
                                .parseHex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4")),
                        Stream.of("abcdefghijklmnopqrstuvwxyz012345", "abcdefghijklmnopqrstuvwxyz123456")
                                .map(text -> text.getBytes(StandardCharsets.US_ASCII)))
                .anyMatch(example -> Arrays.equals(example, key));
    }
}
