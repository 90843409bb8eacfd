package io.muster.authserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.Secret;
import io.muster.wire.http.Query;
import java.net.URI;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectAnswerTest {
    private static final String ISSUER = "https://muster.example";

    @ParameterizedTest
    @CsvSource({
        "https://app.example/cb,            https://app.example/cb?",
        "https://app.example/cb?,           https://app.example/cb?",
        "https://app.example/cb?a=1,        https://app.example/cb?a=1&",
        "https://app.example/cb?a=1&,       https://app.example/cb?a=1&",
        "https://app.example,               https://app.example?",
        "cursor://anysphere/callback,       cursor://anysphere/callback?",
        "com.example.app:/cb?x=%2F,         com.example.app:/cb?x=%2F&",
        "http://127.0.0.1:4711/cb,          http://127.0.0.1:4711/cb?",
    })
    void the_query_of_the_client_is_kept(String redirectUri, String begin) {
        var location = RedirectAnswer.code(redirectUri, new Secret("c0de"), "s", ISSUER)
                .location();

        assertThat(location).isEqualTo(begin + "code=c0de&state=s&iss=https%3A%2F%2Fmuster.example");
    }

    @Test
    void an_error_says_who_speaks_too() {
        var location = RedirectAnswer.error(
                        "https://app.example/cb", OAuthError.invalidScope("Not allowed: a&b"), "x y", ISSUER)
                .location();

        assertThat(Query.parse(URI.create(location).getRawQuery()).parameters())
                .isEqualTo(Map.of(
                        "error", "invalid_scope",
                        "error_description", "Not allowed: a&b",
                        "state", "x y",
                        "iss", ISSUER));
    }

    @Test
    void a_state_that_was_not_sent_is_not_answered() {
        var answer = RedirectAnswer.error("https://app.example/cb", OAuthError.serverError(), "", ISSUER);

        assertThat(answer.parameters()).doesNotContainKey("state").containsEntry("iss", ISSUER);
    }

    @Test
    void the_code_is_not_printed() {
        assertThat(RedirectAnswer.code("https://app.example/cb", new Secret("c0de"), "s", ISSUER))
                .hasToString("RedirectAnswer[[code, state, iss]]");
    }

    @Property
    void any_state_comes_back_unchanged_and_adds_nothing(@ForAll @StringLength(min = 1, max = 40) String state) {
        var location = RedirectAnswer.code("https://app.example/cb?own=1", new Secret("c"), state, ISSUER)
                .location();

        var valid = state.chars().noneMatch(c -> Character.isSurrogate((char) c));
        if (valid) {
            assertThat(Query.parse(URI.create(location).getRawQuery()).parameters())
                    .isEqualTo(Map.of("own", "1", "code", "c", "state", state, "iss", ISSUER));
        }
        assertThat(location).doesNotContain("\r", "\n", "#", " ");
    }
}
