package io.muster.authserver.client;

import io.muster.oauth.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Stores and verifies the secrets of clients. A secret of ours has 256 random bits, for which one SHA-256 is enough; one
 * that a person chose is stretched by PBKDF2. The text names the method and its parameters, so that they can change.
 *
 * <p>Stretching is done once for a right secret, then remembered under a key of this process. Thread-safe.
 */
public final class ClientSecrets {
    private static final String PLAIN = "sha256";
    private static final String STRETCHED = "pbkdf2-sha512";

    /** No more, because anybody can make us do this work; what is stored is sealed besides. */
    private static final int ITERATIONS = 25_000;

    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final RandomGenerator random;
    private final byte[] processKey;
    private final String decoy;

    /** Right secrets by stored text, as hashes under the key of this process; only right ones come in. */
    private final Map<String, byte[]> verified = new ConcurrentHashMap<>();

    public ClientSecrets(RandomGenerator random) {
        this.random = random;
        this.processKey = bytes(HASH_BYTES);
        this.decoy = String.join(
                "$", STRETCHED, Integer.toString(ITERATIONS), encoded(bytes(SALT_BYTES)), encoded(bytes(32)));
    }

    /** How a secret of 256 random bits is stored. */
    public String ofRandom(Secret secret) {
        return PLAIN + "$" + encoded(digest(new byte[0], secret));
    }

    /** How a secret that a person chose is stored. */
    public String ofChosen(Secret secret) {
        var salt = bytes(SALT_BYTES);
        return String.join(
                "$",
                STRETCHED,
                Integer.toString(ITERATIONS),
                encoded(salt),
                encoded(stretched(secret, salt, ITERATIONS)));
    }

    /** Whether the secret is right as far as that shows without stretching it; false proves nothing. */
    public boolean recognizes(String stored, Secret secret) {
        var parts = stored.split("\\$", -1);
        try {
            return switch (parts[0]) {
                case PLAIN ->
                    parts.length == 2 && MessageDigest.isEqual(decoded(parts[1]), digest(new byte[0], secret));
                case STRETCHED -> isRemembered(stored, digest(processKey, secret));
                default -> false;
            };
        } catch (IllegalArgumentException damaged) {
            return false;
        }
    }

    private boolean isRemembered(String stored, byte[] mark) {
        var known = verified.get(stored);
        return known != null && MessageDigest.isEqual(known, mark);
    }

    /** Whether the stored text is that of the secret; false for text that is not of this class. */
    public boolean verifies(String stored, Secret secret) {
        var parts = stored.split("\\$", -1);
        try {
            return switch (parts[0]) {
                case PLAIN -> parts.length == 2 && isPlain(parts[1], secret);
                case STRETCHED -> parts.length == 4 && isStretched(stored, parts, secret);
                default -> false;
            };
        } catch (IllegalArgumentException damaged) {
            return false;
        }
    }

    /** Takes as long as any refusal, for a client that does not exist or has no secret. */
    public void verifyNothing(Secret secret) {
        var _ = verifies(decoy, secret);
    }

    private boolean isPlain(String stored, Secret secret) {
        var right = MessageDigest.isEqual(decoded(stored), digest(new byte[0], secret));
        if (!right) {
            verifyNothing(secret);
        }
        return right;
    }

    private boolean isStretched(String stored, String[] parts, Secret secret) {
        var mark = digest(processKey, secret);
        if (isRemembered(stored, mark)) {
            return true;
        }
        var iterations = Integer.parseInt(parts[1]);
        if (iterations < 1 || iterations > MOST_ITERATIONS) {
            return false;
        }
        var right = MessageDigest.isEqual(decoded(parts[3]), stretched(secret, decoded(parts[2]), iterations));
        if (right) {
            verified.put(stored, mark);
        }
        return right;
    }

    private static byte[] stretched(Secret secret, byte[] salt, int iterations) {
        try {
            // Hashed first: PBKDF2 would otherwise do more work for longer secrets.
            var password = encoded(digest(new byte[0], secret)).toCharArray();
            var spec = new PBEKeySpec(password, salt, iterations, HASH_BYTES * 8);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] digest(byte[] key, Secret secret) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(key);
            return digest.digest(secret.reveal().getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
