package io.muster.cli.login.codeflow;

import io.muster.oauth.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * Ties a code to the client that asked for it; always by SHA-256.
 *
 * @param verifier kept until the code is redeemed
 * @param challenge sent with the authorization request
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7636">RFC 7636: Proof Key for Code Exchange</a>
 */
public record Pkce(Secret verifier, String challenge) {
    public static final String METHOD = "S256";

    /** A new pair; the generator must be one for secrets. */
    public static Pkce create(RandomGenerator random) {
        return of(RandomText.next(random));
    }

    /** The pair of a verifier that was kept. */
    public static Pkce of(Secret verifier) {
        var ascii = verifier.reveal().getBytes(StandardCharsets.US_ASCII);
        return new Pkce(verifier, Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(ascii)));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
