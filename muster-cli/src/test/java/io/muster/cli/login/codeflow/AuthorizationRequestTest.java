package io.muster.cli.login.codeflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.ClientId;
import io.muster.oauth.ResourceUri;
import io.muster.oauth.Scopes;
import io.muster.oauth.Secret;
import io.muster.wire.http.Query;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorizationRequestTest {
    private static AuthorizationRequest.Target target(String endpoint) {
        return new AuthorizationRequest.Target(
                URI.create(endpoint),
                new ClientId("https://client.example/a.json"),
                URI.create("http://localhost:3000/callback"),
                Scopes.of("openid", "offline_access"),
                Optional.of(new ResourceUri("https://muster.example/mcp")));
    }

    /** The example of RFC 7636, appendix B. */
    @Test
    void the_challenge_is_the_hash_of_the_verifier() {
        var pkce = Pkce.of(new Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));

        assertThat(pkce.challenge()).isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    @Test
    void the_browser_carries_every_parameter_of_the_protocol() {
        var request = AuthorizationRequest.begin(target("https://as.example/authorize"), Map.of(), new Random(1));

        var query = Query.parse(request.uri().getRawQuery());

        assertThat(query.parameters())
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "https://client.example/a.json")
                .containsEntry("redirect_uri", "http://localhost:3000/callback")
                .containsEntry("scope", "openid offline_access")
                .containsEntry("state", request.state().reveal())
                .containsEntry("code_challenge", request.pkce().challenge())
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("resource", "https://muster.example/mcp")
                .hasSize(8);
        assertThat(request.uri().toString())
                .startsWith("https://as.example/authorize?")
                .doesNotContain(request.pkce().verifier().reveal());
    }

    @ParameterizedTest
    @CsvSource({
        "https://as.example/authorize,       https://as.example/authorize?response_type=",
        "https://as.example/authorize?,      https://as.example/authorize?response_type=",
        "https://as.example/authorize?p=b2c, https://as.example/authorize?p=b2c&response_type=",
        "https://as.example/authorize#part,  https://as.example/authorize?response_type=",
    })
    void a_query_of_the_endpoint_is_kept(String endpoint, String beginning) {
        var uri = AuthorizationRequest.begin(target(endpoint), Map.of(), new Random(1))
                .uri();

        assertThat(uri.toString()).startsWith(beginning).doesNotContain("#");
    }

    @Test
    void additional_parameters_cannot_replace_those_of_the_protocol() {
        var additional = Map.of("prompt", "none", "state", "mine", "redirect_uri", "https://evil.example/");

        var request = AuthorizationRequest.begin(target("https://as.example/a"), additional, new Random(1));

        assertThat(Query.parse(request.uri().getRawQuery()).parameters())
                .containsEntry("prompt", "none")
                .containsEntry("state", request.state().reveal())
                .containsEntry("redirect_uri", "http://localhost:3000/callback");
    }

    @Test
    void two_attempts_share_neither_state_nor_verifier() {
        var random = new Random(1);

        var first = AuthorizationRequest.begin(target("https://as.example/a"), Map.of(), random);
        var second = AuthorizationRequest.begin(target("https://as.example/a"), Map.of(), random);

        assertThat(first.state()).isNotEqualTo(second.state());
        assertThat(first.pkce().verifier()).isNotEqualTo(second.pkce().verifier());
        assertThat(first.pkce().verifier().reveal()).hasSize(43);
        assertThat(first.state().reveal()).isNotEqualTo(first.pkce().verifier().reveal());
    }
}
