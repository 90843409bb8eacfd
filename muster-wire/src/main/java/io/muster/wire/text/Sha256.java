package io.muster.wire.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4) of a text in UTF-8. */
public final class Sha256 {
    /** Never used but to make copies: to look for a provider takes longer than to hash a token. */
    private static final MessageDigest UNUSED = digest();

    private Sha256() {}

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public static byte[] of(String text) {
        return copy().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest copy() {
        try {
            return (MessageDigest) UNUSED.clone();
        } catch (CloneNotSupportedException aProviderThatCannot) {
            return digest();
        }
    }

    /** In 64 hexadecimal digits. */
    public static String hex(String text) {
        return HexFormat.of().formatHex(of(text));
    }

    /** In 43 characters of base64url, without padding. */
    public static String base64Url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(of(text));
    }
}
