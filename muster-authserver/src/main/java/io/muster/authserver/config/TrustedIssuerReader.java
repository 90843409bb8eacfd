package io.muster.authserver.config;

import io.muster.authserver.resource.ClaimGlob;
import io.muster.wire.json.decode.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the issuers whose tokens are accepted ({@code trustedIssuers}). */
final class TrustedIssuerReader {
    private static final URI NOWHERE = URI.create("https://invalid.");

    private final Set<String> names = new HashSet<>();

    private TrustedIssuerReader() {}

    static List<TrustedIssuerConfig> read(Fields server) {
        var reader = new TrustedIssuerReader();
        return server.list("trustedIssuers").stream().map(reader::issuer).toList();
    }

    private TrustedIssuerConfig issuer(Fields issuer) {
        return new TrustedIssuerConfig(
                name(issuer),
                keys(issuer),
                issuer.strings("allowedAudiences"),
                issuer.strings("allowedScopes"),
                claims(issuer),
                AuthServerReader.nonEmpty(issuer, "subjectClaim").isPresent()
                        ? issuer.requiredText("subjectClaim")
                        : "sub",
                issuer.bool("allowPrivateIPJWKS", false),
                issuer.strings("allowPrivateIPJWKSHosts"),
                issuer.has("acceptedTypHeaders") ? issuer.strings("acceptedTypHeaders") : List.of("at+jwt"));
    }

    private String name(Fields issuer) {
        var name = issuer.requiredText("issuer");
        if (!name.isBlank() && !names.add(name)) {
            issuer.error("issuer", "is configured twice");
        }
        return name;
    }

    private static URI keys(Fields issuer) {
        var text = issuer.requiredText("jwksUrl");
        if (text.isBlank()) {
            return NOWHERE;
        }
        try {
            var uri = new URI(text);
            if ("https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        issuer.error("jwksUrl", "must be an https URL with a host, without user");
        return NOWHERE;
    }

    private static Map<String, String> claims(Fields issuer) {
        var claims = issuer.stringMap("allowedClaims");
        claims.forEach((claim, pattern) -> {
            try {
                ClaimGlob.compile(pattern);
            } catch (IllegalArgumentException e) {
                issuer.fieldsOrEmpty("allowedClaims").error(claim, String.valueOf(e.getMessage()));
            }
        });
        return claims;
    }
}
