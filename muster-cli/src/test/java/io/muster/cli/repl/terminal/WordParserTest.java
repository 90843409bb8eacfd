package io.muster.cli.repl.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.jline.reader.CompletingParsedLine;
import org.jline.reader.Parser.ParseContext;
import org.junit.jupiter.api.Test;

class WordParserTest {
    @Test
    void what_stands_before_the_cursor_is_completed() {
        var line = parse("call x_ec text=a", 9);

        assertThat(line.words()).containsExactly("call", "x_ec");
        assertThat(line.word()).isEqualTo("x_ec");
        assertThat(line.wordIndex()).isEqualTo(1);
        assertThat(line.rawWordCursor()).isEqualTo(4);
        assertThat(line.rawWordLength()).isEqualTo(4);
    }

    @Test
    void quotes_belong_to_the_word_that_is_replaced() {
        var line = parse("get 'file:///a b", 16);

        assertThat(line.word()).isEqualTo("file:///a b");
        assertThat(line.wordCursor()).isEqualTo(11);
        assertThat(line.rawWordCursor()).isEqualTo(12);
    }

    @Test
    void within_a_word_its_rest_is_replaced_too() {
        var line = parse("call x_echo", 7);

        assertThat(line.word()).isEqualTo("x_");
        assertThat(line.rawWordLength()).isEqualTo(6);
    }

    @Test
    void a_completed_word_keeps_its_blanks() {
        assertThat(parse("get ", 4).escape("file:///a b", true)).hasToString("file:///a\\ b");
    }

    private static CompletingParsedLine parse(String line, int cursor) {
        return (CompletingParsedLine) new WordParser().parse(line, cursor, ParseContext.COMPLETE);
    }
}
