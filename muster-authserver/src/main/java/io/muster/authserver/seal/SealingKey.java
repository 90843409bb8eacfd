package io.muster.authserver.seal;

import io.muster.oauth.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A key of 256 bits. Two keys are the same when their identifiers are: those are derived from the key. */
public final class SealingKey {
    static final int BYTES = 32;
    static final int ID_BYTES = 8;

    private static final int HEX_DIGITS = 2 * BYTES;
    private static final byte[] ID_LABEL = {'m', 'u', 's', 't', 'e', 'r', ' ', 'k', 'e', 'y', ' ', 'i', 'd'};

    private final byte[] bytes;
    private final byte[] id;

    private SealingKey(byte[] bytes) {
        this.bytes = bytes.clone();
        this.id = identify(bytes);
    }

    /**
     * Reads a key as operators write it: 32 bytes in base64 (either alphabet, padded or not) or in hexadecimal digits.
     *
     * @throws WeakKeyException when it is something else, or a key that anybody would guess
     */
    public static SealingKey decode(Secret text) {
        var bytes = bytes(text.reveal().strip());
        if (bytes.isEmpty()) {
            throw new WeakKeyException("the encryption key must be 32 bytes in base64 or hexadecimal digits; "
                    + "make one with: openssl rand -base64 32");
        }
        if (WeakKeys.contains(bytes.get())) {
            throw new WeakKeyException(
                    "the encryption key is weak: it must be random; make one with: openssl rand -base64 32");
        }
        return new SealingKey(bytes.get());
    }

    /**
     * Reads one or more keys, separated by commas or white space: the one that seals, then older ones that still open.
     *
     * @throws WeakKeyException when there is none, or one is not as {@link #decode} wants it
     */
    public static List<SealingKey> decodeAll(Secret text) {
        return Pattern.compile("[,\\s]+")
                .splitAsStream(text.reveal().strip())
                .map(key -> decode(new Secret(key)))
                .toList();
    }

    /** A new key. */
    public static SealingKey random(RandomGenerator random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new SealingKey(bytes);
    }

    /** The form that {@link #decode} reads. */
    public Secret encoded() {
        return new Secret(Base64.getEncoder().encodeToString(bytes));
    }

    /** What people call the key; says nothing about it. */
    public String name() {
        return HexFormat.of().formatHex(id);
    }

    byte[] bytes() {
        return bytes;
    }

    byte[] id() {
        return id;
    }

    private static Optional<byte[]> bytes(String text) {
        try {
            var bytes = text.length() == HEX_DIGITS && isHexadecimal(text)
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
            return Optional.of(bytes).filter(key -> key.length == BYTES);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static boolean isHexadecimal(String text) {
        return IntStream.range(0, text.length()).allMatch(i -> HexFormat.isHexDigit(text.charAt(i)));
    }

    private static byte[] identify(byte[] key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(ID_LABEL);
            return Arrays.copyOf(digest.digest(key), ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SealingKey that && Arrays.equals(id, that.id);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(id);
    }

    @Override
    public String toString() {
        return "key " + name();
    }
}
