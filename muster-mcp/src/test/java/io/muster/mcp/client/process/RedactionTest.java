package io.muster.mcp.client.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
    private final Redaction redaction = new Redaction(List.of("hunter2hunter2", "8080"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "login with hunter2hunter2 failed | login with *** failed",
                "listening on 8080 | listening on 8080",
                "GITHUB_TOKEN=abc-def missing | GITHUB_TOKEN=*** missing",
                "api-key: xyz | api-key: ***",
                "Authorization: Bearer abc.def | Authorization: ***",
                "sent Bearer abc.def | sent Bearer ***"
            })
    void known_secrets_and_what_looks_like_one_are_replaced(String text, String shown) {
        assertThat(redaction.of(text)).isEqualTo(shown);
    }

    @Test
    void text_is_bounded_and_free_of_control_characters() {
        assertThat(redaction.of("\u001b[31m" + "x".repeat(10_000)))
                .hasSizeLessThan(410)
                .doesNotContain("\u001b");
    }
}
