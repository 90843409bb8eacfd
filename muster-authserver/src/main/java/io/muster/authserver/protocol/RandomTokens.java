package io.muster.authserver.protocol;

import io.muster.oauth.Secret;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * Values that nobody can guess: tokens, codes, states, identifiers. 256 bits in base64url without padding, which is 43
 * characters. Thread-safe as far as the generator is; in production that is a {@link java.security.SecureRandom}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-10.10">RFC 6749, 10.10 Credentials-Guessing Attacks</a>
 */
public final class RandomTokens {
    private static final int BYTES = 32;

    private final RandomGenerator random;

    public RandomTokens(RandomGenerator random) {
        this.random = random;
    }

    /** A value that must be kept secret. */
    public Secret next() {
        return new Secret(nextText());
    }

    /** A value that is only to be unique, such as an identifier. */
    public String nextText() {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
