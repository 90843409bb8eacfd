package io.muster.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowsTest {
    @Test
    void names_stand_beside_what_they_are() {
        assertThat(rows(80)).isEqualTo("""
                  1. short      - What it does
                  2. longer_one - What the other one does, which takes more words than ther...
                     Parameters: a, b
                """);
    }

    @Test
    void on_a_narrow_terminal_no_line_is_longer_than_that() {
        assertThat(rows(40).lines().toList())
                .containsExactly(
                        "  1. short",
                        "     What it does",
                        "  2. longer_one",
                        "     What the other one does, which t...",
                        "     Parameters: a, b");
    }

    @Test
    void texts_of_strangers_cannot_command_the_terminal() {
        var rows = new Rows(80);
        rows.add("a\u001b[31m\nb", "c\u0007\u009bd", "");

        assertThat(rows.text()).isEqualTo("  1. a[31m b - cd\n");
    }

    private static String rows(int width) {
        var rows = new Rows(width);
        rows.add("short", "What it does", "");
        rows.add(
                "longer_one",
                "What the other one does, which takes more words than there are columns",
                "Parameters: a, b");
        return rows.text();
    }
}
