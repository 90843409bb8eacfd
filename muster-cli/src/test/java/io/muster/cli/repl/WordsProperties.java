package io.muster.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class WordsProperties {
    @Property
    void any_line_is_taken_apart_into_words_in_order(
            @ForAll
                    @StringLength(max = 40)
                    @Chars({' ', '\\', '"', '\'', '{', '}', '[', ']', '='})
                    @CharRange(from = 'a', to = 'c')
                    String line) {
        var end = 0;
        for (var word : Words.of(line).all()) {
            assertThat(word.start()).isBetween(end, line.length());
            assertThat(word.end()).isBetween(word.start(), line.length());
            end = word.end();
        }
    }
}
