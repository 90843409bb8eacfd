package io.muster.authserver.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals with AES-256-GCM. The first key seals, all of them open: to change the key, operators put the new one in front of
 * the old.
 *
 * <p>A sealed value is {@code form (1 byte) | key id (8) | salt (12) | nonce (12) | ciphertext and tag}. What is
 * authenticated besides is the head up to the key id and the name. Each value is encrypted with a key of its own, which
 * HKDF derives from the sealing key and the salt: random nonces alone are good for 2^32 values (NIST SP 800-38D section
 * 8.3), which a busy server has sealed within weeks.
 *
 * @see <a href="https://csrc.nist.gov/pubs/sp/800/38/d/final">NIST SP 800-38D</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5869">RFC 5869 (HKDF)</a>
 */
public final class AesSeal implements Seal {
    private static final byte FORM = 2;
    private static final int SALT_BYTES = 12;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int IDENTITY = 1 + SealingKey.ID_BYTES;
    private static final int HEAD = IDENTITY + SALT_BYTES + NONCE_BYTES;

    private final List<SealingKey> keys;
    private final RandomGenerator random;

    /** @param keys the one that seals, and older ones that still open */
    public AesSeal(List<SealingKey> keys, RandomGenerator random) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no key to seal with");
        }
        this.keys = List.copyOf(keys);
        this.random = random;
    }

    @Override
    public byte[] seal(String name, byte[] value) {
        var fresh = new byte[SALT_BYTES + NONCE_BYTES];
        random.nextBytes(fresh);
        var key = keys.getFirst();
        var sealed = ByteBuffer.allocate(HEAD + value.length + TAG_BITS / Byte.SIZE)
                .put(FORM)
                .put(key.id())
                .put(fresh);
        try {
            cipher(Cipher.ENCRYPT_MODE, key, name, sealed.array()).doFinal(ByteBuffer.wrap(value), sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM cannot encrypt", e);
        }
        return sealed.array();
    }

    @Override
    public byte[] open(String name, byte[] sealed) {
        if (sealed.length > 0 && sealed[0] == ClearSeal.FORM) {
            throw new SealException(
                    SealException.Reason.OTHER_FORM,
                    "the stored value is not encrypted, but an encryption key is given");
        }
        if (sealed.length < HEAD + TAG_BITS / Byte.SIZE || sealed[0] != FORM) {
            throw new SealException(SealException.Reason.TAMPERED, "the stored value is not a sealed one");
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, key(sealed), name, sealed).doFinal(sealed, HEAD, sealed.length - HEAD);
        } catch (AEADBadTagException e) {
            throw new SealException(SealException.Reason.TAMPERED, "the stored value was changed or moved");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM cannot decrypt", e);
        }
    }

    @Override
    public boolean isCurrent(byte[] sealed) {
        return sealed.length >= IDENTITY && sealed[0] == FORM && hasId(keys.getFirst(), sealed);
    }

    private SealingKey key(byte[] sealed) {
        return keys.stream()
                .filter(key -> hasId(key, sealed))
                .findFirst()
                .orElseThrow(() -> new SealException(
                        SealException.Reason.UNKNOWN_KEY,
                        "the stored value was encrypted with the key "
                                + HexFormat.of().formatHex(sealed, 1, IDENTITY) + ", which is not given"));
    }

    private static boolean hasId(SealingKey key, byte[] sealed) {
        return Arrays.equals(key.id(), 0, SealingKey.ID_BYTES, sealed, 1, IDENTITY);
    }

    private static Cipher cipher(int mode, SealingKey key, String name, byte[] head) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        var nonce = new GCMParameterSpec(TAG_BITS, head, IDENTITY + SALT_BYTES, NONCE_BYTES);
        cipher.init(mode, derived(key, Arrays.copyOfRange(head, IDENTITY, IDENTITY + SALT_BYTES)), nonce);
        cipher.updateAAD(head, 0, IDENTITY);
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static SecretKey derived(SealingKey key, byte[] salt) throws GeneralSecurityException {
        // The sealing key is uniformly random already: expanding it is enough (RFC 5869 section 3.3).
        var expansion =
                HKDFParameterSpec.expandOnly(new SecretKeySpec(key.bytes(), "HKDF-SHA256"), salt, SealingKey.BYTES);
        return KDF.getInstance("HKDF-SHA256").deriveKey("AES", expansion);
    }
}
