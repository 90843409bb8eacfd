package io.muster.authserver.resource;

import io.muster.authserver.protocol.Locations;
import io.muster.oauth.jose.SignatureAlgorithm;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import java.util.ArrayList;
import java.util.List;

/**
 * The metadata of the authorization server.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2">RFC 8414, 2 Authorization Server Metadata</a>
 */
final class ServerMetadata {
    private static final JsonArray SECRETS = texts("client_secret_basic", "client_secret_post", "private_key_jwt");
    private static final JsonArray ALL = texts("client_secret_basic", "client_secret_post", "private_key_jwt", "none");
    private static final JsonArray ALGORITHMS = JsonArray.ofStrings(SignatureAlgorithm.names());

    private ServerMetadata() {}

    static JsonObject of(Locations locations, MetadataSettings settings) {
        var document = JsonObject.builder()
                .put("issuer", locations.issuer())
                .put("authorization_endpoint", locations.url("/oauth/authorize"))
                .put("token_endpoint", locations.url("/oauth/token"));
        if (settings.registration()) {
            document.put("registration_endpoint", locations.url("/oauth/register"));
        }
        document.put("revocation_endpoint", locations.url("/oauth/revoke"))
                .put("introspection_endpoint", locations.url("/oauth/introspect"))
                .put("userinfo_endpoint", locations.url("/oauth/userinfo"))
                .put("response_types_supported", texts("code"))
                .put("response_modes_supported", texts("query"))
                .put("grant_types_supported", grants(settings))
                .put("code_challenge_methods_supported", texts("S256"));
        authentication(document);
        document.put("authorization_response_iss_parameter_supported", true);
        if (settings.metadataDocuments()) {
            document.put("client_id_metadata_document_supported", true);
        }
        if (!settings.scopes().isEmpty()) {
            document.put(
                    "scopes_supported", JsonArray.ofStrings(settings.scopes().values()));
        }
        settings.documentation().ifPresent(url -> document.put("service_documentation", url));
        return document.put("dpop_signing_alg_values_supported", ALGORITHMS)
                .put("protected_resources", JsonArray.ofStrings(resources(locations, settings)))
                .put("claims_supported", texts("sub", "aud", "iss", "exp", "iat", "nonce"))
                .put("subject_types_supported", texts("public"))
                .put("id_token_signing_alg_values_supported", texts("RS256"))
                .build();
    }

    private static JsonArray grants(MetadataSettings settings) {
        var grants = new ArrayList<>(List.of("authorization_code", "refresh_token"));
        if (settings.tokenExchange()) {
            grants.add("urn:ietf:params:oauth:grant-type:token-exchange");
        }
        return JsonArray.ofStrings(grants);
    }

    private static void authentication(JsonObject.Builder document) {
        document.put("token_endpoint_auth_methods_supported", ALL)
                .put("token_endpoint_auth_signing_alg_values_supported", ALGORITHMS)
                .put("revocation_endpoint_auth_methods_supported", ALL)
                .put("revocation_endpoint_auth_signing_alg_values_supported", ALGORITHMS)
                .put("introspection_endpoint_auth_methods_supported", SECRETS)
                .put("introspection_endpoint_auth_signing_alg_values_supported", ALGORITHMS);
    }

    private static List<String> resources(Locations locations, MetadataSettings settings) {
        var identifier = settings.own().identifier();
        return settings.eachEndpoint() ? List.of(identifier, locations.url("/mcp")) : List.of(identifier);
    }

    private static JsonArray texts(String... values) {
        return JsonArray.of(List.of(values).stream().map(JsonString::new).toList());
    }
}
