package io.muster.authserver.token;

import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonException;
import io.muster.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The pair that replaced a refresh token, sealed with a key that is derived from the consumed token itself (HKDF, RFC
 * 5869; AES-256-GCM). The store, which knows tokens by their hash only, cannot open it; who repeats the request can.
 */
final class Successor {
    private static final byte[] PURPOSE = "muster successor of a refresh token".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private Successor() {}

    static byte[] seal(TokenPair pair, Secret consumed, RandomGenerator random) {
        try {
            var nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            var sealed = cipher(Cipher.ENCRYPT_MODE, consumed, nonce).doFinal(Json.bytes(written(pair)));
            var whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
            return whole;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot seal the successor of a refresh token", e);
        }
    }

    /** The pair, if this was sealed for that token. */
    static Optional<TokenPair> open(byte[] sealed, Secret consumed) {
        if (sealed.length < NONCE_BYTES) {
            return Optional.empty();
        }
        try {
            var nonce = Arrays.copyOf(sealed, NONCE_BYTES);
            var plain = cipher(Cipher.DECRYPT_MODE, consumed, nonce)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
            return Json.parse(plain) instanceof JsonObject object ? read(object) : Optional.empty();
        } catch (GeneralSecurityException | JsonException e) {
            return Optional.empty();
        }
    }

    private static JsonObject written(TokenPair pair) {
        return JsonObject.builder()
                .put("access", pair.access().reveal())
                .put("refresh", pair.refresh().reveal())
                .put("expires", pair.accessExpiresAt().toEpochMilli())
                .put("scope", pair.scopes().toString())
                .putTextIfPresent("jkt", pair.dpopKey())
                .build();
    }

    private static Optional<TokenPair> read(JsonObject object) {
        var expires = object.integer("expires");
        if (!object.has("access") || !object.has("refresh") || expires.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TokenPair(
                new Secret(object.text("access", "")),
                new Secret(object.text("refresh", "")),
                Instant.ofEpochMilli(expires.getAsLong()),
                Scopes.parse(object.text("scope", "")),
                object.text("jkt")));
    }

    private static Cipher cipher(int mode, Secret consumed, byte[] nonce) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key(consumed), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    private static SecretKey key(Secret consumed) throws GeneralSecurityException {
        var derivation = HKDFParameterSpec.ofExtract()
                .addIKM(consumed.reveal().getBytes(StandardCharsets.UTF_8))
                .thenExpand(PURPOSE, KEY_BYTES);
        return KDF.getInstance("HKDF-SHA256").deriveKey("AES", derivation);
    }
}
