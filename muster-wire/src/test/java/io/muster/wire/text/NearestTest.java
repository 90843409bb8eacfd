package io.muster.wire.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> KNOWN =
            List.of("autoStart", "toolPrefix", "timeout", "url", "env", "headers", "list_tools", "call_tool");

    @ParameterizedTest
    @CsvSource({
        "autostart, autoStart",
        "auto_start, autoStart",
        "tool-prefix, toolPrefix",
        "timout, timeout",
        "tiemout, timeout",
        "uri, url",
        "list-tool, list_tools",
        "calltool, call_tool",
        "header, headers",
    })
    void a_slip_finds_the_name_that_was_meant(String wanted, String expected) {
        assertThat(Nearest.of(wanted, KNOWN)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"completely", "x", "''", "'   '", "description"})
    void something_else_finds_nothing(String wanted) {
        assertThat(Nearest.of(wanted, KNOWN)).isEmpty();
    }

    @Test
    void the_nearest_of_several_wins_and_the_first_of_equals() {
        assertThat(Nearest.of("abcdef", List.of("abcdxy", "abcdex", "abcdey"))).contains("abcdex");
    }

    @Test
    void endless_names_are_not_compared() {
        var endless = "a".repeat(100_000);

        assertThat(Nearest.of(endless, List.of(endless))).isEmpty();
        assertThat(Nearest.of("abc", List.of(endless))).isEmpty();
    }
}
