package io.muster.authserver.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimGlobTest {
    @ParameterizedTest
    @CsvSource({
        "acme, acme, true",
        "acme, Acme, false",
        "acme, acme1, false",
        "*, '', true",
        "'', '', true",
        "'', a, false",
        "repo:acme/*, repo:acme/a/b, true",
        "repo:acme/*, repo:acme, false",
        "*/main, refs/heads/main, true",
        "a*b*c, aXbYbZc, true",
        "a*b*c, aXbYcZ, false",
        "?, a, true",
        "?, '', false",
        "v[0-9].*, v1.x, true",
        "v[0-9].*, vx.x, false",
        "[!a]b, cb, true",
        "[^a]b, ab, false",
        "[abc]x, bx, true",
        "[a-]x, -x, true",
        "a.c, abc, false",
        "(a|b), a, false"
    })
    void a_pattern_matches_the_whole_text(String pattern, String text, boolean matches) {
        assertThat(ClaimGlob.compile(pattern).matches(text)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "a[b", "[]", "[!]", "[z-a]"})
    void malformed_patterns_are_found_at_start(String pattern) {
        assertThatThrownBy(() -> ClaimGlob.compile(pattern)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void many_runs_over_a_long_text_take_no_time() {
        var pattern = ClaimGlob.compile("*a".repeat(200) + "b");

        assertThat(pattern.matches("a".repeat(10_000))).isFalse();
    }
}
