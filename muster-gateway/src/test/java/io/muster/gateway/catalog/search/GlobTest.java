package io.muster.gateway.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "x_*,         x_git_log,  true",
        "*git*,       x_git_log,  true",
        "git,         x_git_log,  false",
        "x_???_log,   x_git_log,  true",
        "x_[a-h]it_*, x_git_log,  true",
        "x_[^a-h]*,   x_git_log,  false",
        "a*,          a/b,        false",
        "a?b,         a/b,        false",
        "*/b,         a/b,        true",
        "a\\*,        a*,         true",
        "a\\*,        ab,         false",
        "*a*b*c,      xaxbxc,     true",
        "*a*b*c,      xaxbx,      false",
        "X_*,         x_a,        false",
        "'',          '',         true"
    })
    void a_pattern_matches_whole_names(String pattern, String name, boolean matches) {
        assertThat(Glob.compile(pattern, true).matches(name)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[]", "[a", "[a-", "[a-]", "[-a]", "a\\"})
    void a_malformed_pattern_is_refused(String pattern) {
        assertThatThrownBy(() -> Glob.compile(pattern, true))
                .isInstanceOf(BadPattern.class)
                .hasMessage("syntax error in pattern");
    }

    @Test
    void many_stars_are_not_expensive() {
        assertThat(Glob.compile("*a".repeat(5_000) + "b", true).matches("a".repeat(10_000)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "x_kubernetes_listPods, x kubernetes list pods",
        "HTTPServer2 go,        httpserver2 go",
        "a1B c,                 a1b c",
        "--,                    ''"
    })
    void text_is_split_into_terms(String text, String terms) {
        assertThat(String.join(" ", Terms.of(text))).isEqualTo(terms);
    }
}
