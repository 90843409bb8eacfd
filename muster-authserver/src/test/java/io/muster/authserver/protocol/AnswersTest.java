package io.muster.authserver.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.wire.http.Body;
import io.muster.wire.http.Headers;
import io.muster.wire.http.HttpRequest;
import io.muster.wire.http.HttpResponse;
import io.muster.wire.json.JsonObject;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {
    private final Answers answers = new Answers(new Locations("https://muster.example"));

    private static String text(HttpResponse response) {
        return response.body() instanceof Body.Bytes bytes ? new String(bytes.content(), UTF_8) : "";
    }

    private static HttpRequest authorized(String authorization) {
        return HttpRequest.of("POST", "/oauth/token", Headers.of("Authorization", authorization), new byte[0]);
    }

    @ParameterizedTest
    @CsvSource({
        "X-Frame-Options, DENY",
        "X-Content-Type-Options, nosniff",
        "X-XSS-Protection, 1; mode=block",
        "Content-Security-Policy, default-src 'none'; frame-ancestors 'none'",
        "Referrer-Policy, no-referrer",
        "Strict-Transport-Security, max-age=31536000; includeSubDomains",
        "Cache-Control, 'no-store, no-cache, must-revalidate, private'",
        "Pragma, no-cache",
        "Content-Type, application/json",
    })
    void json_answers_carry_the_headers_that_protect_browsers(String name, String value) {
        assertThat(answers.json(200, JsonObject.EMPTY).headers().all(name)).containsExactly(value);
        assertThat(answers.error(OAuthError.invalidGrant("no")).headers().all(name))
                .containsExactly(value);
    }

    @Test
    void documents_may_be_cached_for_an_hour() {
        var headers = answers.document(JsonObject.EMPTY).headers();

        assertThat(headers.all("Cache-Control")).containsExactly("public, max-age=3600");
        assertThat(headers.first("Pragma")).isEmpty();
        assertThat(headers.first("X-Frame-Options")).contains("DENY");
    }

    @Test
    void transport_security_is_not_asked_for_on_plain_http() {
        var plain = new Answers(new Locations("http://localhost:8090"));

        assertThat(plain.json(200, JsonObject.EMPTY).headers().first("Strict-Transport-Security"))
                .isEmpty();
    }

    @Test
    void an_error_is_a_document_of_code_and_description() {
        var answer = answers.error(OAuthError.invalidGrant("Refresh token is invalid or expired"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer).strip())
                .isEqualTo(
                        "{\"error\":\"invalid_grant\",\"error_description\":\"Refresh token is invalid or expired\"}");
        assertThat(answer.headers().first("WWW-Authenticate")).isEmpty();
    }

    @Test
    void an_unauthorized_request_learns_where_our_metadata_are() {
        var answer = answers.error(new OAuthError(401, "invalid_token", "Token validation failed"));

        assertThat(answer.headers().all("WWW-Authenticate"))
                .containsExactly(
                        "Bearer resource_metadata=\"https://muster.example/.well-known/oauth-protected-resource\","
                                + " error=\"invalid_token\", error_description=\"Token validation failed\"");
    }

    @Test
    void a_challenge_names_the_scopes_between_metadata_and_error() {
        var error = new OAuthError(403, "insufficient_scope", "More is needed");

        assertThat(answers.challenge(error, Optional.of("a b")))
                .isEqualTo("Bearer resource_metadata=\"https://muster.example/.well-known/oauth-protected-resource\","
                        + " scope=\"a b\", error=\"insufficient_scope\", error_description=\"More is needed\"");
    }

    @Test
    void a_challenge_cannot_be_broken_out_of() {
        var error = new OAuthError(401, "invalid_token", "a\"\r\nSet-Cookie: x\\");

        assertThat(answers.challenge(error, Optional.of("a\"b\\")))
                .endsWith("scope=\"a\\\"b\\\\\", error=\"invalid_token\", error_description=\"a???Set-Cookie: x?\"");
    }

    @ParameterizedTest
    @CsvSource({"Basic eDp5", "basic eDp5", "BASIC"})
    void a_client_that_used_basic_is_challenged_for_basic_first(String authorization) {
        var answer = answers.error(OAuthError.invalidClient("Client authentication failed"), authorized(authorization));

        assertThat(answer.headers().all("WWW-Authenticate")).hasSize(2).first().isEqualTo("Basic realm=\"muster\"");
        assertThat(answer.headers().all("WWW-Authenticate").get(1)).startsWith("Bearer resource_metadata=");
    }

    @Test
    void others_are_challenged_for_a_bearer_only() {
        var error = OAuthError.invalidClient("Client authentication failed");

        assertThat(answers.error(error, authorized("Bearer x")).headers().all("WWW-Authenticate"))
                .hasSize(1);
        assertThat(answers.error(OAuthError.invalidGrant("no"), authorized("Basic eDp5"))
                        .headers()
                        .all("WWW-Authenticate"))
                .isEmpty();
    }

    @Test
    void trouble_of_the_server_says_when_to_come_back() {
        var answer = answers.error(OAuthError.temporarilyUnavailable());

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers().first("Retry-After")).contains("5");
    }

    @Test
    void a_redirect_is_neither_stored_nor_told_to_others() {
        var answer = answers.redirect("https://app.example/cb?code=x");

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.headers().first("Location")).contains("https://app.example/cb?code=x");
        assertThat(answer.headers().first("Cache-Control")).contains("no-store");
        assertThat(answer.headers().first("Referrer-Policy")).contains("no-referrer");
    }
}
