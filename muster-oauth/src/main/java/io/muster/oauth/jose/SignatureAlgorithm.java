package io.muster.oauth.jose;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import io.muster.wire.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The algorithms that are accepted (RFC 7518 section 3.1): asymmetric ones; neither HMAC nor {@code none}. */
public enum SignatureAlgorithm {
    RS256(""),
    RS384(""),
    RS512(""),
    ES256("P-256"),
    ES384("P-384"),
    ES512("P-521"),
    PS256(""),
    PS384(""),
    PS512("");

    /** Empty for RSA. */
    private final String curve;

    SignatureAlgorithm(String curve) {
        this.curve = curve;
    }

    /** That of a JOSE header; nothing when it is none of these. */
    static Optional<SignatureAlgorithm> of(JsonObject header) {
        var name = header.text("alg", "");
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.name().equals(name))
                .findFirst();
    }

    /** For metadata documents and challenges. */
    public static List<String> names() {
        return Arrays.stream(values()).map(SignatureAlgorithm::name).toList();
    }

    boolean suits(JWK jwk) {
        return curve.isEmpty()
                ? jwk instanceof RSAKey
                : jwk instanceof ECKey ec && ec.getCurve().getName().equals(curve);
    }
}
