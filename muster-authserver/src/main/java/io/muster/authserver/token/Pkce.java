package io.muster.authserver.token;

import io.muster.oauth.Secret;
import io.muster.wire.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/** Compares verifier and challenge by S256, the only method (RFC 7636 section 4.6). */
final class Pkce {
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    private Pkce() {}

    static boolean matches(String challenge, Secret verifier) {
        var text = verifier.reveal();
        return VERIFIER.matcher(text).matches()
                && MessageDigest.isEqual(
                        Sha256.base64Url(text).getBytes(StandardCharsets.US_ASCII),
                        challenge.getBytes(StandardCharsets.UTF_8));
    }
}
