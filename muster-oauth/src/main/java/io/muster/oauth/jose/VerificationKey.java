package io.muster.oauth.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.text.ParseException;
import java.util.Optional;
import java.util.Set;

/**
 * A public key that verifies signatures (RFC 7517): RSA of 2048 to 8192 bits, or on one of the curves P-256, P-384 and
 * P-521. Nothing else can be one, so no key can be used for an algorithm it was not made for.
 */
public final class VerificationKey {
    private static final Set<String> USED = Set.of("kty", "use", "key_ops", "alg", "kid", "crv", "x", "y", "n", "e");
    private static final Set<String> PRIVATE = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");
    private static final int LONGEST_MEMBER = 1_400;
    private static final int SMALLEST_RSA = 2_048;
    private static final int LARGEST_RSA = 8_192;
    private static final int LONGEST_EXPONENT = 32;

    private final JWK jwk;

    private VerificationKey(JWK jwk) {
        this.jwk = jwk;
    }

    /** Reads a JWK; nothing when it is private, symmetric, of another kind or size, or damaged. */
    public static Optional<VerificationKey> parse(JsonObject document) {
        if (document.names().stream().anyMatch(PRIVATE::contains)) {
            return Optional.empty();
        }
        var builder = JsonObject.builder();
        for (var member : document.members()) {
            if (member.value() instanceof JsonString text && text.value().length() > LONGEST_MEMBER) {
                return Optional.empty();
            }
            if (USED.contains(member.name())) {
                builder.put(member.name(), member.value());
            }
        }
        try {
            var jwk = JWK.parse(Json.text(builder.build()));
            return isAcceptable(jwk) ? Optional.of(new VerificationKey(jwk)) : Optional.empty();
        } catch (ParseException | IllegalArgumentException | IllegalStateException | JOSEException damaged) {
            return Optional.empty();
        }
    }

    private static boolean isAcceptable(JWK jwk) throws JOSEException {
        return switch (jwk) {
            case RSAKey rsa -> {
                var key = rsa.toRSAPublicKey();
                var bits = key.getModulus().bitLength();
                yield bits >= SMALLEST_RSA
                        && bits <= LARGEST_RSA
                        && key.getModulus().testBit(0)
                        && key.getPublicExponent().testBit(0)
                        && key.getPublicExponent().bitLength() > 1
                        && key.getPublicExponent().bitLength() <= LONGEST_EXPONENT;
            }
            case ECKey ec -> Set.of(Curve.P_256, Curve.P_384, Curve.P_521).contains(ec.getCurve());
            default -> false;
        };
    }

    /** {@code kid}. */
    public Optional<String> id() {
        return Optional.ofNullable(jwk.getKeyID());
    }

    /** SHA-256 thumbprint in base64url (RFC 7638). */
    public String thumbprint() {
        try {
            return jwk.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the key is made, and allowed, for signatures of that algorithm. */
    boolean suits(SignatureAlgorithm algorithm) {
        var use = jwk.getKeyUse();
        var operations = jwk.getKeyOperations();
        return algorithm.suits(jwk)
                && (use == null || use.equals(KeyUse.SIGNATURE))
                && (operations == null || operations.contains(KeyOperation.VERIFY))
                && (jwk.getAlgorithm() == null || jwk.getAlgorithm().getName().equals(algorithm.name()));
    }

    boolean verifies(SignatureAlgorithm algorithm, Compact token) {
        try {
            // Only the algorithm: whatever else the header says must not reach the library.
            var header = new JWSHeader(JWSAlgorithm.parse(algorithm.name()));
            return suits(algorithm)
                    && verifier().verify(header, token.signedPart(), Base64URL.encode(token.signature()));
        } catch (JOSEException notVerifiable) {
            return false;
        }
    }

    private JWSVerifier verifier() throws JOSEException {
        return switch (jwk) {
            case RSAKey rsa -> new RSASSAVerifier(rsa.toRSAPublicKey());
            case ECKey ec -> new ECDSAVerifier(ec.toECPublicKey());
            default -> throw new IllegalStateException("refused when it was read");
        };
    }

    /** Which key, without the key. */
    @Override
    public String toString() {
        return "VerificationKey[" + jwk.getKeyType() + " " + id().orElse("without id") + "]";
    }
}
