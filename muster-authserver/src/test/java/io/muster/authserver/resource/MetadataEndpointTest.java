package io.muster.authserver.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.protocol.Answers;
import io.muster.authserver.protocol.Locations;
import io.muster.authserver.protocol.OwnResources;
import io.muster.oauth.ResourceUri;
import io.muster.oauth.Scopes;
import io.muster.wire.http.Body;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.Json;
import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Oauth-server specification, 7 and 19.5; RFC 8414 and RFC 9728. */
class MetadataEndpointTest {
    private static final String BASE = "https://muster.example";
    private static final String ALGORITHMS =
            "[\"RS256\",\"RS384\",\"RS512\",\"ES256\",\"ES384\",\"ES512\",\"PS256\",\"PS384\",\"PS512\"]";

    private static final String SERVER = """
            "issuer":"https://muster.example"
            "authorization_endpoint":"https://muster.example/oauth/authorize"
            "token_endpoint":"https://muster.example/oauth/token"
            "registration_endpoint":"https://muster.example/oauth/register"
            "revocation_endpoint":"https://muster.example/oauth/revoke"
            "introspection_endpoint":"https://muster.example/oauth/introspect"
            "userinfo_endpoint":"https://muster.example/oauth/userinfo"
            "response_types_supported":["code"]
            "response_modes_supported":["query"]
            "grant_types_supported":["authorization_code","refresh_token"]
            "code_challenge_methods_supported":["S256"]
            "token_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post","private_key_jwt","none"]
            "token_endpoint_auth_signing_alg_values_supported":ALGS
            "revocation_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post","private_key_jwt","none"]
            "revocation_endpoint_auth_signing_alg_values_supported":ALGS
            "introspection_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post","private_key_jwt"]
            "introspection_endpoint_auth_signing_alg_values_supported":ALGS
            "authorization_response_iss_parameter_supported":true
            "client_id_metadata_document_supported":true
            "dpop_signing_alg_values_supported":ALGS
            "protected_resources":["https://muster.example","https://muster.example/mcp"]
            "claims_supported":["sub","aud","iss","exp","iat","nonce"]
            "subject_types_supported":["public"]
            "id_token_signing_alg_values_supported":["RS256"]
            """;

    private final MetadataEndpoint endpoint = endpoint(BASE, BASE, true);

    private static MetadataEndpoint endpoint(String issuer, String identifier, boolean each) {
        var locations = new Locations(issuer);
        var own = new OwnResources(locations, new ResourceUri(identifier), true);
        return new MetadataEndpoint(
                locations,
                new MetadataSettings(own, each, true, true, false, Scopes.NONE, Optional.empty()),
                new Answers(locations));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"})
    void the_server_describes_itself(String path) {
        var answer = get(endpoint, path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().first("Content-Type")).contains("application/json");
        assertThat(answer.headers().first("Cache-Control")).contains("public, max-age=3600");
        assertThat(text(answer))
                .isEqualTo("{" + String.join(",", SERVER.lines().toList()).replace("ALGS", ALGORITHMS) + "}");
    }

    @Test
    void what_is_not_offered_is_not_advertised() {
        var locations = new Locations(BASE);
        var own = new OwnResources(locations, new ResourceUri(BASE), false);
        var settings = new MetadataSettings(
                own,
                true,
                false,
                false,
                true,
                Scopes.of("openid", "offline_access"),
                Optional.of("https://docs.example"));

        var document = json(get(
                new MetadataEndpoint(locations, settings, new Answers(locations)),
                "/.well-known/oauth-authorization-server"));

        assertThat(document.names()).doesNotContain("registration_endpoint", "client_id_metadata_document_supported");
        assertThat(document.array("scopes_supported"))
                .contains(JsonArray.ofStrings(List.of("openid", "offline_access")));
        assertThat(document.text("service_documentation")).contains("https://docs.example");
        assertThat(json(get(
                                new MetadataEndpoint(locations, settings, new Answers(locations)),
                                "/.well-known/oauth-protected-resource"))
                        .array("scopes_supported"))
                .contains(JsonArray.ofStrings(List.of("openid", "offline_access")));
        assertThat(document.values("grant_types_supported")).hasSize(3);
        assertThat(document.members()).noneMatch(member -> member.value().equals(JsonArray.EMPTY));
    }

    @ParameterizedTest
    @CsvSource({
        "/.well-known/oauth-protected-resource, https://muster.example",
        "/.well-known/oauth-protected-resource/mcp, https://muster.example/mcp",
        "/.well-known/oauth-protected-resource/sse, https://muster.example/sse",
        "/.well-known/oauth-protected-resource/message, https://muster.example/message",
        "/.well-known/oauth-protected-resource/servers/git-hub/mcp, https://muster.example/servers/git-hub/mcp"
    })
    void each_resource_names_itself_as_it_was_asked_for(String path, String resource) {
        var answer = get(endpoint, path);

        assertThat(text(answer))
                .isEqualTo("{\"resource\":\"" + resource + "\",\"authorization_servers\":[\"https://muster.example\"],"
                        + "\"bearer_methods_supported\":[\"header\"],\"dpop_signing_alg_values_supported\":"
                        + ALGORITHMS + "}");
        assertThat(answer.headers().first("Cache-Control")).contains("public, max-age=3600");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/oauth-protected-resource/",
                "/.well-known/oauth-protected-resource/mcp/",
                "/.well-known/oauth-protected-resource/other",
                "/.well-known/oauth-protected-resource/servers/../mcp",
                "/.well-known/oauth-protected-resource/servers/GitHub/mcp",
                "/.well-known/oauth-protected-resource/servers/a/b/mcp",
                "/.well-known/oauth-protected-resourcemcp",
                "/.well-known/oauth-authorization-server/mcp",
                "/.well-known/jwks.json"
            })
    void nothing_else_is_there(String path) {
        assertThat(get(endpoint, path).status()).isEqualTo(404);
    }

    @Test
    void a_configured_identifier_stands_for_every_endpoint() {
        var one = endpoint(BASE, "https://resource.example", false);

        for (var path : List.of("", "/mcp", "/servers/github/mcp")) {
            assertThat(json(get(one, "/.well-known/oauth-protected-resource" + path))
                            .text("resource"))
                    .contains("https://resource.example");
        }
        assertThat(json(get(one, "/.well-known/oauth-authorization-server")).values("protected_resources"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/oauth-authorization-server/tenant",
                "/.well-known/openid-configuration/tenant",
                "/tenant/.well-known/openid-configuration",
                "/.well-known/oauth-authorization-server"
            })
    void an_issuer_with_a_path_is_found_under_every_form(String path) {
        assertThat(json(get(endpoint(BASE + "/tenant", BASE + "/tenant", true), path))
                        .text("issuer"))
                .contains(BASE + "/tenant");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/oauth-protected-resource/tenant/mcp",
                "/tenant/.well-known/oauth-protected-resource/mcp",
                "/.well-known/oauth-protected-resource/mcp"
            })
    void so_are_its_resources(String path) {
        assertThat(json(get(endpoint(BASE + "/tenant", BASE + "/tenant", true), path))
                        .text("resource"))
                .contains(BASE + "/tenant/mcp");
    }

    @Test
    void documents_can_be_read_only() {
        var path = "/.well-known/oauth-protected-resource";

        assertThat(answer(endpoint, "HEAD", path).status()).isEqualTo(200);
        assertThat(answer(endpoint, "POST", path).status()).isEqualTo(405);
        assertThat(answer(endpoint, "POST", path).headers().first("Allow")).contains("GET, HEAD, OPTIONS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/oauth-protected-resource", "/.well-known/oauth-authorization-server"})
    void who_asks_what_can_be_done_is_told(String path) {
        var answer = answer(endpoint, "OPTIONS", path);

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers().first("Allow")).contains("GET, HEAD, OPTIONS");
        assertThat(answer(endpoint, "OPTIONS", path + "/unknown").status()).isEqualTo(404);
    }

    private static HttpResponse get(MetadataEndpoint endpoint, String path) {
        return answer(endpoint, "GET", path);
    }

    private static HttpResponse answer(MetadataEndpoint endpoint, String method, String path) {
        return endpoint.handle(HttpRequest.of(method, path, Headers.EMPTY, new byte[0]));
    }

    private static String text(HttpResponse answer) {
        return new String(((Body.Bytes) answer.body()).content(), StandardCharsets.UTF_8).strip();
    }

    private static JsonObject json(HttpResponse answer) {
        return Json.parseObject(text(answer));
    }
}
