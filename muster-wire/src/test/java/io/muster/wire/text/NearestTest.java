package io.muster.wire.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> NAMES = List.of("aggregator", "namespace", "kubernetes", "port", "host");

    @Test
    void a_typing_error_finds_the_name() {
        assertThat(Nearest.names("kubernets", NAMES, 3)).containsExactly("kubernetes");
        assertThat(Nearest.names("agregator", NAMES, 3)).containsExactly("aggregator");
        assertThat(Nearest.names("prot", NAMES, 3)).containsExactly("port");
        assertThat(Nearest.names("NameSpace", NAMES, 3)).containsExactly("namespace");
    }

    @Test
    void something_else_finds_nothing() {
        assertThat(Nearest.names("logging", NAMES, 3)).isEmpty();
        assertThat(Nearest.names("", NAMES, 3)).isEmpty();
    }

    @Test
    void the_nearest_comes_first_and_the_number_is_limited() {
        assertThat(Nearest.names("tool_ab", List.of("tool_xy", "tool_aa", "tool_ac"), 2))
                .containsExactly("tool_aa", "tool_ac");
    }

    @Test
    void a_name_of_hostile_length_is_not_compared() {
        var endless = "a".repeat(100_000);

        assertThat(Nearest.names(endless, List.of(endless), 3)).isEmpty();
    }
}
