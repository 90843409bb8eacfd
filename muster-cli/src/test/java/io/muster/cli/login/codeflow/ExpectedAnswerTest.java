package io.muster.cli.login.codeflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.oauth.Secret;
import io.muster.wire.http.Query;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedAnswerTest {
    private static final String ISSUER = "https://as.example";

    private static AuthorizationAnswer read(boolean namesIssuer, String query) {
        return new ExpectedAnswer(new Secret("s1"), ISSUER, namesIssuer).read(Query.parse(query));
    }

    @ParameterizedTest
    @CsvSource({
        "true,  &iss=https://as.example,  true",
        "true,  '',                       false",
        "true,  &iss=https://as.example/, false",
        "true,  &iss=https://AS.example,  false",
        "true,  &iss=,                    false",
        "false, &iss=https://as.example,  true",
        "false, &iss=https://as2.example, false",
        "false, '',                       true",
    })
    void the_sender_is_checked_as_far_as_it_names_itself(boolean namesIssuer, String issuer, boolean accepted) {
        var answer = read(namesIssuer, "code=c1&state=s1" + issuer);

        if (accepted) {
            assertThat(answer).isEqualTo(new AuthorizationAnswer.Granted(new Secret("c1")));
        } else {
            assertThat(answer).isInstanceOf(AuthorizationAnswer.WrongIssuer.class);
        }
    }

    @Test
    void an_error_of_the_wrong_sender_is_not_shown() {
        var answer = read(true, "error=access_denied&error_description=call+0800&state=s1&iss=https://evil.example");

        assertThat(answer)
                .isEqualTo(new AuthorizationAnswer.WrongIssuer(
                        "iss mismatch: got \"https://evil.example\", expected \"https://as.example\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "state=s1", "code=c1", "code=c1&state=", "code=c1&state=S1", "error=x&state=s2", "a=b"})
    void what_is_not_tied_to_the_request_is_no_answer(String query) {
        assertThat(read(false, query)).isInstanceOf(AuthorizationAnswer.Unrelated.class);
    }

    @Test
    void an_error_wins_over_a_code_and_carries_no_control_characters() {
        var answer = read(false, "code=c1&error=access_denied&error_description=no%1B%5B2J%0Away&state=s1");

        assertThat(answer).isEqualTo(new AuthorizationAnswer.Denied("access_denied", Optional.of("no?[2J?way")));
    }

    @Test
    void an_endless_description_is_cut() {
        var answer = read(false, "error=e&error_description=" + "x".repeat(10_000) + "&state=s1");

        assertThat(answer)
                .isInstanceOfSatisfying(
                        AuthorizationAnswer.Denied.class,
                        denied -> assertThat(denied.description().orElseThrow()).hasSizeLessThan(600));
    }

    @Test
    void an_empty_code_is_none() {
        assertThat(read(false, "code=&state=s1")).isInstanceOf(AuthorizationAnswer.Denied.class);
    }
}
