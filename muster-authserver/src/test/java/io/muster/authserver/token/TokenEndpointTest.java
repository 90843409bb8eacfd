package io.muster.authserver.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.authserver.token.TokenWorld.Answer;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Oauth-server specification, 14.1. */
class TokenEndpointTest {
    private final TokenWorld world = new TokenWorld();

    @ParameterizedTest
    @CsvSource(textBlock = """
            '',                                                                      invalid_request
            grant_type=,                                                             invalid_request
            grant_type=password&username=a&password=b,                               unsupported_grant_type
            grant_type=client_credentials,                                           unsupported_grant_type
            grant_type=Refresh_Token&refresh_token=x,                                unsupported_grant_type
            grant_type=urn:ietf:params:oauth:grant-type:token-exchange,              unsupported_grant_type
            grant_type=refresh_token&grant_type=refresh_token&refresh_token=x,       invalid_request
            grant_type=refresh_token&refresh_token=x&refresh_token=y&client_id=app,  invalid_request
            grant_type=authorization_code&code=%zz,                                  invalid_request
            """)
    void requests_that_are_none_are_refused(String form, String error) {
        var answer = post(form);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo(error);
        assertThat(answer.text("error_description")).doesNotContain("password", "Refresh_Token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "HEAD"})
    void other_methods_are_not_allowed(String method) {
        var request = HttpRequest.of(
                method, "/oauth/token?grant_type=refresh_token&refresh_token=x", Headers.EMPTY, new byte[0]);

        assertThat(world.endpoint.handle(request).status()).isEqualTo(405);
    }

    @Test
    void parameters_in_the_url_do_not_count() {
        var tokens = world.login(TokenWorld.APP);
        var target = "/oauth/token?grant_type=refresh_token&client_id=app&refresh_token=" + tokens.refresh();

        var answer = Answer.of(world.endpoint.handle(HttpRequest.of("POST", target, Headers.EMPTY, new byte[0])));

        assertThat(answer.error()).isEqualTo("invalid_request");
    }

    @Test
    void a_failed_authentication_is_challenged() {
        var answer = post("grant_type=refresh_token&refresh_token=x&client_id=nobody");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.response().headers().first("WWW-Authenticate").orElse(""))
                .startsWith("Bearer resource_metadata=\"https://muster.example/.well-known/oauth-protected-resource\"");
    }

    private Answer post(String form) {
        return Answer.of(world.endpoint.handle(
                HttpRequest.of("POST", "/oauth/token", Headers.EMPTY, form.getBytes(StandardCharsets.UTF_8))));
    }
}
