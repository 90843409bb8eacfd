package io.muster.authserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RandomTokensTest {
    @Test
    void a_token_is_32_bytes_of_the_generator_in_base64url() {
        RandomGenerator ones = new RandomGenerator() {
            @Override
            public long nextLong() {
                return -1;
            }
        };

        assertThat(new RandomTokens(ones).next().reveal())
                .isEqualTo("_".repeat(42) + "8")
                .hasSize(43);
    }

    @Test
    void tokens_do_not_repeat() {
        var tokens = new RandomTokens(new SecureRandom());

        var seen = new HashSet<String>();
        for (var i = 0; i < 1_000; i++) {
            seen.add(tokens.nextText());
        }

        assertThat(seen).hasSize(1_000).allMatch(text -> text.matches("[A-Za-z0-9_-]{43}"));
    }
}
