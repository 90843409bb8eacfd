package io.muster.oauth.metadata;

import io.muster.oauth.Issuer;
import io.muster.oauth.Scopes;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What an authorization server says about itself (RFC 8414 section 2, OpenID Connect Discovery 1.0 section 3). It has an
 * issuer and a token endpoint; every URL in it that muster uses is acceptable by {@link WebUrl}.
 *
 * @param json the document as it was read
 */
public record AuthorizationServerMetadata(JsonObject json) {
    private static final List<String> ENDPOINTS = List.of(
            "authorization_endpoint",
            "token_endpoint",
            "registration_endpoint",
            "revocation_endpoint",
            "userinfo_endpoint",
            "jwks_uri");

    /** @throws InvalidMetadata when something is missing or is no acceptable URL */
    public AuthorizationServerMetadata {
        var issuer = json.text("issuer").orElseThrow(() -> new InvalidMetadata("it has no issuer"));
        if (Issuer.parse(issuer).isEmpty()) {
            throw new InvalidMetadata("its issuer is not an https URL");
        }
        for (var name : ENDPOINTS) {
            if (json.has(name) && json.text(name).flatMap(WebUrl::parse).isEmpty()) {
                throw new InvalidMetadata("its " + name + " is not an https URL");
            }
        }
        if (!json.has("token_endpoint")) {
            throw new InvalidMetadata("it has no token_endpoint");
        }
    }

    public Issuer issuer() {
        return new Issuer(json.text("issuer", ""));
    }

    public Optional<URI> authorizationEndpoint() {
        return url("authorization_endpoint");
    }

    public URI tokenEndpoint() {
        return url("token_endpoint").orElseThrow();
    }

    public Optional<URI> registrationEndpoint() {
        return url("registration_endpoint");
    }

    public Optional<URI> revocationEndpoint() {
        return url("revocation_endpoint");
    }

    public Scopes scopesSupported() {
        return new Scopes(texts(json, "scopes_supported"));
    }

    /** Methods of client authentication at the token endpoint; empty when it does not say. */
    public List<String> tokenAuthentication() {
        return texts(json, "token_endpoint_auth_methods_supported");
    }

    /** Whether it promises to check a challenge by SHA-256 (RFC 7636); silence is no promise. */
    public boolean supportsS256() {
        return texts(json, "code_challenge_methods_supported").contains("S256");
    }

    /** Whether a client may be a URL under which it describes itself. */
    public boolean acceptsClientMetadataDocuments() {
        return json.isTrue("client_id_metadata_document_supported");
    }

    /** Whether it names itself in its answers (RFC 9207 section 3). */
    public boolean sendsIssuer() {
        return json.isTrue("authorization_response_iss_parameter_supported");
    }

    /** This document with an authorization endpoint from elsewhere, when it has none. */
    public AuthorizationServerMetadata orAuthorizationEndpoint(Optional<URI> other) {
        return authorizationEndpoint().isPresent() || other.isEmpty()
                ? this
                : new AuthorizationServerMetadata(
                        json.with("authorization_endpoint", other.get().toString()));
    }

    private Optional<URI> url(String name) {
        return json.text(name).flatMap(WebUrl::parse);
    }

    static List<String> texts(JsonObject json, String name) {
        return json.values(name).stream()
                .filter(JsonString.class::isInstance)
                .map(value -> ((JsonString) value).value())
                .toList();
    }
}
