package io.muster.authserver.provider;

import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What an OpenID provider says about itself (OpenID Connect Discovery 1.0, section 3), as far as a login needs it. All
 * endpoints are {@code https} URLs with a host.
 *
 * @param issuer exactly the configured one
 * @param tokenAuthentication methods of client authentication; empty when the document does not say
 */
record OidcMetadata(
        String issuer,
        URI authorizationEndpoint,
        URI tokenEndpoint,
        URI jwksUri,
        Optional<URI> userinfoEndpoint,
        Optional<URI> revocationEndpoint,
        List<String> tokenAuthentication) {
    OidcMetadata {
        tokenAuthentication = List.copyOf(tokenAuthentication);
    }

    /**
     * @throws ProviderFailure {@code INVALID} when the document is not about this issuer or lacks something
     */
    static OidcMetadata parse(JsonObject document, String issuer) {
        if (!document.text("issuer", "").equals(issuer)) {
            throw new ProviderFailure(
                    ProviderFailure.Kind.INVALID,
                    "issuer_mismatch",
                    "the discovery document of the identity provider names another issuer than " + issuer);
        }
        return new OidcMetadata(
                issuer,
                required(document, "authorization_endpoint"),
                required(document, "token_endpoint"),
                required(document, "jwks_uri"),
                endpoint(document, "userinfo_endpoint"),
                endpoint(document, "revocation_endpoint"),
                document.values("token_endpoint_auth_methods_supported").stream()
                        .filter(JsonString.class::isInstance)
                        .map(value -> ((JsonString) value).value())
                        .toList());
    }

    /** Whether the secret goes into the body: only where the provider offers that and not the other way. */
    boolean wantsSecretInBody() {
        return tokenAuthentication.contains("client_secret_post")
                && !tokenAuthentication.contains("client_secret_basic");
    }

    private static URI required(JsonObject document, String name) {
        return endpoint(document, name).orElseThrow(() -> unusable(name));
    }

    private static Optional<URI> endpoint(JsonObject document, String name) {
        return document.text(name).map(text -> ProviderUrl.parse(text).orElseThrow(() -> unusable(name)));
    }

    private static ProviderFailure unusable(String name) {
        return new ProviderFailure(
                ProviderFailure.Kind.INVALID,
                "invalid_metadata",
                "the discovery document of the identity provider has no usable " + name + ": it must be an https URL");
    }
}
