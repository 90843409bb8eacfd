package io.muster.testkit;

import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * A key pair that signs JWTs with nothing but the JDK: a second opinion on the library that verifies them.
 *
 * @param id {@code kid}, in the JWK and in headers
 * @param algorithm {@code RS256}, {@code PS384}, {@code ES512}, …
 */
public record TestKey(String id, String algorithm, KeyPair pair) {
    /** A fresh P-256 key for ES256: the fastest. */
    public static TestKey create(String id) {
        return create(id, "ES256");
    }

    public static TestKey create(String id, String algorithm) {
        return algorithm.startsWith("ES") ? curve(id, algorithm) : rsa(id, algorithm, 2048);
    }

    public static TestKey rsa(String id, String algorithm, int bits) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return new TestKey(id, algorithm, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TestKey curve(String id, String algorithm) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp" + bits(algorithm) + "r1"));
            return new TestKey(id, algorithm, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public key (RFC 7517). */
    public JsonObject jwk() {
        if (pair.getPublic() instanceof ECPublicKey ec) {
            var length = (bits(algorithm) + 7) / 8;
            return JsonObject.of("kty", "EC")
                    .with("kid", id)
                    .with("crv", "P-" + bits(algorithm))
                    .with("x", fixed(ec.getW().getAffineX(), length))
                    .with("y", fixed(ec.getW().getAffineY(), length));
        }
        var rsa = (RSAPublicKey) pair.getPublic();
        return JsonObject.of("kty", "RSA")
                .with("kid", id)
                .with("n", fixed(rsa.getModulus(), (rsa.getModulus().bitLength() + 7) / 8))
                .with("e", fixed(rsa.getPublicExponent(), 3));
    }

    /** A JWT of these claims whose header has {@code alg}, {@code kid} and {@code typ: JWT}. */
    public String sign(JsonObject claims) {
        return sign(JsonObject.of("alg", algorithm).with("kid", id).with("typ", "JWT"), claims);
    }

    /** A JWT with exactly that header, whatever it says. */
    public String sign(JsonObject header, JsonObject claims) {
        return sign(Json.bytes(header), Json.bytes(claims));
    }

    /** A JWS of exactly these bytes, whatever they are. */
    public String sign(byte[] header, byte[] claims) {
        var signed = part(header) + "." + part(claims);
        return signed + "." + part(signature(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private byte[] signature(byte[] content) {
        try {
            var signature = Signature.getInstance(name());
            if (algorithm.startsWith("PS")) {
                var hash = "SHA-" + algorithm.substring(2);
                signature.setParameter(new PSSParameterSpec(
                        hash, "MGF1", new MGF1ParameterSpec(hash), Integer.parseInt(algorithm.substring(2)) / 8, 1));
            }
            signature.initSign(pair.getPrivate());
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String name() {
        var size = algorithm.substring(2);
        return switch (algorithm.substring(0, 2)) {
            case "ES" -> "SHA" + size + "withECDSAinP1363Format";
            case "RS" -> "SHA" + size + "withRSA";
            default -> "RSASSA-PSS";
        };
    }

    private static int bits(String algorithm) {
        return algorithm.equals("ES512") ? 521 : Integer.parseInt(algorithm.substring(2));
    }

    /** Base64url without padding, as all parts of a JWT. */
    public static String part(byte[] content) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content);
    }

    private static String fixed(BigInteger number, int length) {
        var bytes = number.toByteArray();
        var result = new byte[length];
        var skip = Math.max(0, bytes.length - length);
        var content = Arrays.copyOfRange(bytes, skip, bytes.length);
        System.arraycopy(content, 0, result, length - content.length, content.length);
        return part(result);
    }
}
