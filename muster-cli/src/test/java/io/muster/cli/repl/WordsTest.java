package io.muster.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "call a b                     ! call|a|b",
                "  call   a                   ! call|a",
                "call name='a b' c            ! call|name=a b|c",
                "call name=\"a \\\"b\\\" \\\\\" c ! call|name=a \"b\" \\|c",
                "call 'a b'c                  ! call|a bc",
                "call text=don't stop         ! call|text=don't|stop",
                "call a\\ b c                 ! call|a b|c",
                "call path=C:\\temp           ! call|path=C:\\temp",
                "call x=a='b c'               ! call|x=a='b|c'",
                "call {\"a\": \"} b\", \"c\": [1, 2]} d ! call|{\"a\": \"} b\", \"c\": [1, 2]}|d",
                "call a={\"b\": 1} c=[1, 2]   ! call|a={\"b\": 1}|c=[1, 2]",
                "call {\"a\": \"\\\"} \"} b   ! call|{\"a\": \"\\\"} \"}|b",
                "call ''                      ! call|",
            })
    void a_line_is_taken_apart_at_blanks_outside_of_quotes_and_json(String line, String words) {
        var parsed = Words.of(line);

        assertThat(parsed.given().stream().map(Words.Word::text).collect(Collectors.joining("|")))
                .isEqualTo(words);
        assertThat(parsed.open()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"call 'a b", "call \"a", "call {\"a\": 1", "call x=[1", "call {\"a\": \"}", "call '"})
    void a_quote_or_bracket_that_is_not_closed_is_noticed(String line) {
        assertThat(Words.of(line).open()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {"'',1", "call,1", "call ,2", "call a,2", "call a ,3"})
    void after_a_blank_the_next_word_begins(String line, int words) {
        assertThat(Words.of(line).all()).hasSize(words);
    }

    @Test
    void words_know_where_they_stand() {
        var words = Words.of("call  name='a b' x").all();

        assertThat(words)
                .containsExactly(
                        new Words.Word("call", 0, 4), new Words.Word("name=a b", 6, 16), new Words.Word("x", 17, 18));
    }
}
